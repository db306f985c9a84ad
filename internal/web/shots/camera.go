package main

import (
	"context"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"slovo/internal/web/ui"
)

// camera takes the pictures and remembers which.
type camera struct {
	shop  shop
	out   string
	role  string // who is signed in
	taken []string
}

// patience is how long one step may take.
const patience = 30 * time.Second

func do(ctx context.Context, steps ...chromedp.Action[chromedp.Void]) error {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return chromedp.Do(within, steps...)
}

// take takes the page in every look.
func (c *camera) take(ctx context.Context, p page) error {
	if p.role != c.role && p.role != "" {
		if err := c.signIn(ctx, p.role); err != nil {
			return err
		}
	}
	at := c.shop.URL + p.at(c.shop)
	if p.first != nil {
		if err := do(ctx, chromedp.Navigate(at), p.first(c.shop)); err != nil {
			return err
		}
		led, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil {
			return err
		}
		at = led
	}
	for _, lang := range []string{"ru", "en"} {
		for _, theme := range []string{"light", "dark"} {
			for _, wide := range []int64{360, 768, 1440} {
				if err := c.look(ctx, p, at, lang, theme, wide); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *camera) look(ctx context.Context, p page, at, lang, theme string, wide int64) error {
	steps := []chromedp.Action[chromedp.Void]{
		seen(theme, wide), chromedp.Navigate(c.shop.URL + ui.PathSignIn),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := chromedp.Evaluate[string](`document.cookie = "lang=`+lang+`; path=/"`)(ctx, t)
			return err
		}),
		chromedp.Navigate(at),
	}
	if p.press != "" {
		steps = append(steps, chromedp.Click(chromedp.CSS(p.press)), chromedp.KeyEvent(p.types), chromedp.WaitVisible(chromedp.CSS(p.shows)))
	}
	if err := do(ctx, steps...); err != nil {
		return err
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%s-%s-%d.png", p.name, lang, theme, wide)
	c.taken = append(c.taken, name)
	return c.write(name, picture)
}

// seen is the screen that a picture is taken of, holding still.
func seen(theme string, wide int64) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.EmulateViewport(wide, 900),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}})
			return err
		}),
	)
}

// signIn goes through the door as the first colleague with the role.
func (c *camera) signIn(ctx context.Context, role string) error {
	for _, s := range c.shop.Staff {
		if s.Role != role {
			continue
		}
		code, err := totp.GenerateCode(s.TOTP, time.Now())
		if err != nil {
			return err
		}
		c.role = role
		return do(
			ctx, seen("light", 1440), chromedp.Navigate(c.shop.URL+ui.PathSignIn),
			chromedp.SendKeys(chromedp.CSS(`input[name=login]`), s.Login),
			chromedp.SendKeys(chromedp.CSS(`input[name=password]`), s.Password),
			chromedp.SendKeys(chromedp.CSS(`input[name=code]`), code+"\r"),
			chromedp.WaitVisible(chromedp.CSS(`.whose b`)),
		)
	}
	return fmt.Errorf("the demo has nobody with the role %s", role)
}

var sheet = template.Must(template.New("index").Parse(`<!DOCTYPE html><meta charset="utf-8"><title>slovo</title>
<style>body{font:15px/1.4 system-ui;margin:24px}figure{display:inline-block;vertical-align:top;margin:0 16px 24px 0}img{max-height:480px;border:1px solid #ccc}</style>
{{range .}}<figure><figcaption>{{.}}</figcaption><a href="{{.}}.png"><img loading="lazy" src="{{.}}.png" alt="{{.}}"></a></figure>
{{end}}`))

// index writes a page with all pictures.
func (c *camera) index() error {
	f, err := os.Create(filepath.Join(c.out, "index.html"))
	if err != nil {
		return err
	}
	var names []string
	for _, name := range c.taken {
		names = append(names, strings.TrimSuffix(name, ".png"))
	}
	if err := sheet.Execute(f, names); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
