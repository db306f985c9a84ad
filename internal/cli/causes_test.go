package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/app"
)

// What people meet is told in their language, as the room said it or as
// the running server sent it on.
func TestCausesAreToldInTheReadersLanguage(t *testing.T) {
	english := regexp.MustCompile(`[a-z]{3,} [a-z]{2,} [a-z]{2,}`)
	for _, tt := range []struct {
		err    error
		ru, en string
		code   int
	}{
		{fmt.Errorf("app: account %s: %w", "vera", slovo.ErrNotFound), "учётной записи vera нет", "no account vera", 2},
		{fmt.Errorf("staff: role: not in the charter: %w", slovo.ErrInvalid), "такой роли нет", "there is no such role", 2},
		{fmt.Errorf(`staff: role %q is above %q: %w`, "owner", "agent", slovo.ErrDenied), "роль owner выше", "role owner is above", 1},
		{fmt.Errorf("staff: nobody would be left to look after accounts: %w", slovo.ErrConflict), "было бы некому", "nobody would be left", 1},
		{fmt.Errorf("staff: expires: within a year: %w", slovo.ErrInvalid), "на год", "a year at the most", 2},
		{fmt.Errorf("ledger: receipt of a-1: %w", slovo.ErrNotFound), "такой записи в журнале нет", "no such line", 2},
		{fmt.Errorf("app: entries of a: %w", slovo.ErrNotFound), "записей нет", "no lines about", 2},
		{fmt.Errorf("app: init: %s holds %s already: %w", "my shop", "keys", slovo.ErrConflict), "в папке my shop уже лежит keys", "my shop holds keys", 1},
		{errors.New("app: lock: another slovo works on this folder"), "другой slovo", "another slovo", 2},
		{fmt.Errorf("app: rejected rows: %w", fs.ErrPermission), "не хватает прав", "may not be opened", 2},
		{fmt.Errorf("intake: import: %w", context.Canceled), "Прервано", "Interrupted", 2},
		{fmt.Errorf("store: token zzz: %w", slovo.ErrNotFound), "ключа доступа zzz нет", "there is no token zzz", 2},
		{fmt.Errorf("gate: why zzz: store: customer zzz: %w", slovo.ErrNotFound), "клиента zzz нет", "there is no customer zzz", 2},
		{fmt.Errorf("vault: key file shop/keys/k: others may read it: chmod 600: %w", fs.ErrPermission), "chmod 600 shop/keys/k", "can be read by others", 2},
		{errors.New("store: open: migrate: failed to connect to `user=u database=x`:\n\tdial error: connection refused"), "база данных не отвечает", "does not answer", 2},
		{errors.New("store: open: migrate: cannot parse `mysql:x`"), "адрес базы данных", "address is not written right", 2},
		{fmt.Errorf("ledger: checkpoint kept outside: ledger: checkpoint's signature: %w: malformed note", slovo.ErrInvalid), "точки, который хранится отдельно, повреждён", "is damaged", 2},
		{fmt.Errorf(`app: shop/slovo.yaml: %w: proxies: line 4: "x": not a network such as 127.0.0.1/32`, slovo.ErrInvalid), "строка 4: в proxies", "line 4: proxies takes", 2},
		{fmt.Errorf(`app: shop/slovo.yaml: %w: proxies: line 4: "::/0": every address: name your proxies alone`, slovo.ErrInvalid), "все адреса", "covers every address", 2},
		{&app.Remote{Text: "intake: plan: The charter has no purpose nope.", Kind: 3}, "slovo: В уставе нет цели nope.", "slovo: The charter has no purpose nope.", 2},
		{&app.Remote{Text: "intake: plan: Purpose promo needs the customer's consent, which no file can bring.", Kind: 3}, "Цели promo нужно согласие", "Purpose promo needs", 2},
		{&app.Remote{Text: "intake: table: This is no table of text. Save it as CSV in UTF-8.", Kind: 3}, "не текстовая таблица", "no table of text", 2},
	} {
		for lang, want := range map[slovo.Lang]string{slovo.RU: tt.ru, slovo.EN: tt.en} {
			var told bytes.Buffer
			c := &console{out: &told, err: &told, lang: lang}
			if code := c.tell(c.root(), tt.err); code != tt.code {
				t.Errorf("%v: exit code %d, want %d", tt.err, code, tt.code)
			}
			if !strings.Contains(told.String(), want) || lang == slovo.RU && english.MatchString(told.String()) {
				t.Errorf("%v: told %s: %q, want %q", tt.err, lang, told.String(), want)
			}
		}
	}
}

func TestEveryCauseHasWords(t *testing.T) {
	for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
		c := &console{lang: lang}
		for _, one := range causes {
			if c.maybe("cli.cause."+one.id) == "" {
				t.Errorf("%s: no words for %s", lang, one.id)
			}
		}
	}
}
