package survey

import (
	"fmt"
	"html/template"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Theme makes the page look like the organisation's own.
type Theme struct {
	Color   string `json:"color,omitempty" doc:"The accent, as #rrggbb. Where it is too faint on the page a shade of it is used" example:"#0b6e4f"`
	Logo    string `json:"logo,omitempty" doc:"What uploading an image returned"`
	LogoAlt string `json:"logo_alt,omitempty" doc:"What the logo says; the organisation's name without it"`
}

// Shades is an accent made fit for light and dark pages, with the contrasts reached (WCAG 2.2, 1.4.3 and 1.4.11).
type Shades struct {
	Light Shade `json:"light" doc:"On a white page"`
	Dark  Shade `json:"dark" doc:"On a dark page"`
}

// Shade is an accent on one page.
type Shade struct {
	Accent       string  `json:"accent" example:"#0b6e4f"`
	Words        string  `json:"words" doc:"Black or white, whichever reads better on the accent" example:"#ffffff"`
	Changed      bool    `json:"changed" doc:"The colour itself was too faint; this is a shade of it"`
	WordContrast float64 `json:"word_contrast" doc:"Of the words on the accent; at least 4.5"`
	PageContrast float64 `json:"page_contrast" doc:"Of the accent on the page; at least 3"`
}

var (
	colorForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	logoForm  = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func (t *Theme) validate(place string) error {
	if t == nil {
		return nil
	}
	if t.Color != "" && !colorForm.MatchString(t.Color) {
		return problem.At(place+".color", "color_invalid", "%q isn't a colour such as #0b6e4f.", brief(t.Color))
	}
	if t.Logo != "" && !logoForm.MatchString(t.Logo) {
		return problem.At(place+".logo", "logo_unknown", "There is no such image. Upload it first.")
	}
	return text(t.LogoAlt, place+".logo_alt", maxLabel)
}

func (l *Link) validate(place string) error {
	if l == nil {
		return nil
	}
	if err := text(l.Text, place+".text", maxLabel); err != nil {
		return err
	}
	u, err := url.Parse(l.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || len(l.URL) > 1000 || identity.Clean(l.URL, "") != nil {
		return problem.At(place+".url", "link_invalid", "%q isn't an address such as https://www.example.org.", brief(l.URL))
	}
	if strings.TrimSpace(l.Text) == "" {
		return problem.At(place+".text", "name_empty", "The link needs words.")
	}
	return nil
}

type rgb [3]float64 // 0 to 1

func parseColor(s string) (c rgb) {
	for i := range c {
		n, _ := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8) // the form was checked
		c[i] = float64(n) / 255
	}
	return c
}

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c[0]*255)), int(math.Round(c[1]*255)), int(math.Round(c[2]*255)))
}

// luminance as WCAG 2.2 defines it, of an sRGB colour.
func (c rgb) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast is WCAG's ratio, 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func (c rgb) mixed(with rgb, share float64) rgb {
	for i := range c {
		c[i] += (with[i] - c[i]) * share
	}
	return parseColor(c.String()) // what the page will show, and what is measured
}

var (
	black    = rgb{}
	white    = rgb{1, 1, 1}
	darkPage = parseColor("#14171b")
)

// ShadesOf makes a colour fit for both pages. color is #rrggbb.
func ShadesOf(color string) (Shades, error) {
	if !colorForm.MatchString(color) {
		return Shades{}, problem.At("query.color", "color_invalid", "%q isn't a colour such as #0b6e4f.", brief(color))
	}
	c := parseColor(color)
	return Shades{Light: shade(c, white, black), Dark: shade(c, darkPage, white)}, nil
}

// shade moves a colour away from the page until it can be seen on it.
func shade(c, page, away rgb) Shade {
	s, at := Shade{}, c
	for share := 0.0; contrast(at, page) < 3; share += 0.02 {
		at, s.Changed = c.mixed(away, share), true
	}
	words := white
	if contrast(at, black) > contrast(at, white) { // one of them always reaches 4.58
		words = black
	}
	s.Accent, s.Words = at.String(), words.String()
	s.WordContrast, s.PageContrast = hundredths(contrast(at, words)), hundredths(contrast(at, page))
	return s
}

// hundredths rounds down: a contrast that is just missed must not look reached.
func hundredths(v float64) float64 { return math.Floor(v*100) / 100 }

// css is the page's own colours, or nothing.
func (t *Theme) css() template.CSS {
	if t == nil || t.Color == "" {
		return ""
	}
	s, err := ShadesOf(t.Color)
	if err != nil {
		return ""
	}
	return template.CSS(fmt.Sprintf(":root{--brand:light-dark(%s,%s);--on-brand:light-dark(%s,%s);--soft:color-mix(in srgb,var(--brand) 12%%,var(--bg))}", //nolint:gosec // colours we computed
		s.Light.Accent, s.Dark.Accent, s.Light.Words, s.Dark.Words))
}
