package charter_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"slovo/internal/charter"
)

func load(t *testing.T, data string) *charter.Charter {
	t.Helper()
	c, err := charter.Load([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// words are all that a charter may hold as a word, and two that it may not.
func words() []string {
	all := []string{"two", "three"}
	for _, k := range charter.Keys() {
		all = append(all, k.Words...)
	}
	return all
}

// whole is a charter in which every place holds something, and which place
// is changed.
type whole struct {
	charter *charter.Charter
	paths   []string
	change  int
	word    string
}

// changedAt fills a charter; place i holds the word instead.
func changedAt(i int, word string) *whole {
	w := &whole{charter: &charter.Charter{}, change: i, word: word}
	w.fill(reflect.ValueOf(w.charter).Elem(), "")
	return w
}

func (w *whole) fill(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue // made of the rest: the compiled condition
			}
			w.fill(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		w.fill(v.Elem(), path)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetString(keyOf(v.Type(), path))
		w.fill(value, path+".*")
		v.SetMapIndex(key, value)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		w.fill(v.Index(0), path+".*")
	default:
		w.leaf(v, path)
	}
}

// keyOf is a key under which Diff looks.
func keyOf(t reflect.Type, path string) string {
	switch {
	case t.Key() == reflect.TypeFor[charter.Level]():
		return "low"
	case t.Key() == reflect.TypeFor[charter.Duty]():
		return "see"
	case strings.HasSuffix(path, "Quotas"):
		return "reveals"
	}
	return "one"
}

func (w *whole) leaf(v reflect.Value, path string) {
	changed := len(w.paths) == w.change
	w.paths = append(w.paths, path)
	switch v.Kind() {
	case reflect.String:
		v.SetString("one")
		if changed {
			v.SetString(w.word)
		}
	case reflect.Int:
		v.SetInt(map[bool]int64{false: 3, true: 5}[changed])
	case reflect.Int64:
		v.SetInt(map[bool]int64{false: 3, true: 5}[changed] * int64(time.Minute))
	case reflect.Bool:
		v.SetBool(changed)
	default:
		panic("a charter holds a " + v.Type().String() + " at " + path)
	}
}

// draw fills a charter by chance: few names, so that charters share them.
func draw(t *rapid.T, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				draw(t, v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, path) {
			v.Set(reflect.New(v.Type().Elem()))
			draw(t, v.Elem(), path)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, name := range []string{"one", keyOf(v.Type(), path)} {
			if rapid.Bool().Draw(t, path) {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				key.SetString(name)
				draw(t, value, path)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.Slice:
		names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"one", "two", "phone"}), 0, 3, rapid.ID).Draw(t, path)
		for _, name := range names {
			one := reflect.New(v.Type().Elem()).Elem()
			one.SetString(name)
			v.Set(reflect.Append(v, one))
		}
	case reflect.String:
		v.SetString(rapid.SampledFrom([]string{"", "one", "two", "RU", "customer", "high", "low", "all", "city", "required", "processor", "controller", "never", "6.1.1", "10:00", "12:30"}).Draw(t, path))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, path))
	case reflect.Int64:
		v.SetInt(rapid.Int64Range(0, 3).Draw(t, path) * int64(time.Hour))
	default:
		v.SetInt(rapid.Int64Range(0, 3).Draw(t, path))
	}
}
