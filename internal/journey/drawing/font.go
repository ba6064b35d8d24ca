package drawing

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Font measures texts with the Go fonts, which are embedded into PDFs. It isn't for several goroutines at once.
type Font struct {
	regular, bold *sfnt.Font
	buffer        sfnt.Buffer
}

// NewFont parses the fonts.
func NewFont() (*Font, error) {
	regular, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	bold, err := sfnt.Parse(gobold.TTF)
	return &Font{regular: regular, bold: bold}, err
}

// Wide is how wide a text is at a size. A letter that the font lacks counts as wide as it is high.
func (f *Font) Wide(s string, size float64, bold bool) float64 {
	face := f.regular
	if bold {
		face = f.bold
	}
	wide := 0.0
	for _, r := range s {
		i, err := face.GlyphIndex(&f.buffer, r)
		if err != nil || i == 0 {
			wide++
			continue
		}
		a, err := face.GlyphAdvance(&f.buffer, i, fixed.I(1000), font.HintingNone)
		if err != nil {
			wide++
			continue
		}
		wide += float64(a) / 64 / 1000
	}
	return wide * size
}

// Wrap breaks a text into lines that fit; a word that doesn't is broken within.
func (f *Font) Wrap(text string, wide, size float64, bold bool) []string {
	var out []string
	now := ""
	for _, word := range strings.Fields(text) {
		next := word
		if now != "" {
			next = now + " " + word
		}
		if f.Wide(next, size, bold) <= wide {
			now = next
			continue
		}
		if now != "" {
			out = append(out, now)
		}
		for f.Wide(word, size, bold) > wide {
			cut := f.cut(word, wide, size, bold)
			out, word = append(out, word[:cut]), word[cut:]
		}
		now = word
	}
	if now != "" {
		out = append(out, now)
	}
	return out
}

// cut is how many bytes of a word fit, one letter at least.
func (f *Font) cut(word string, wide, size float64, bold bool) int {
	at := 0
	for i, r := range word {
		end := i + len(string(r))
		if at > 0 && f.Wide(word[:end], size, bold) > wide {
			break
		}
		at = end
	}
	return at
}

// drawable replaces letters that the font lacks, such as Chinese ones, by a box.
func (f *Font) drawable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		if i, err := f.regular.GlyphIndex(&f.buffer, r); err != nil || i == 0 {
			return '□'
		}
		return r
	}, s)
}

// Signed is a value with its sign, a real minus and one digit.
func Signed(v float64) string {
	s := strconv.FormatFloat(v, 'f', 1, 64)
	switch {
	case s == "0.0" || s == "-0.0":
		return "0.0"
	case v > 0:
		return "+" + s
	}
	return "−" + strings.TrimPrefix(s, "-")
}
