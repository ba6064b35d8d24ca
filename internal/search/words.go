package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is how many characters of a word are told apart.
const maxWord = 64

// word is one folded word and where it stands in the text, in bytes.
type word struct {
	text       string
	start, end int
}

// single are scripts written without blanks: each character of theirs is a word, and several in a row are a phrase.
var single = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// split cuts a text into folded words. Both what is searched and what is looked for go through it, so that no database's own
// idea of a word matters.
func split(text string) []word {
	var out []word
	start := -1
	flush := func(end int) {
		if start >= 0 {
			if w := fold(text[start:end]); w != "" {
				out = append(out, word{w, start, end})
			}
			start = -1
		}
	}
	alone := false // the word under way is a single character, which only marks may follow
	for i, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				if alone {
					flush(i)
				}
				if start < 0 {
					start, alone = i, false
				}
				continue
			}
			flush(i)
		case unicode.IsMark(r) && start >= 0:
		case unicode.In(r, single...):
			flush(i)
			start, alone = i, true
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if alone {
				flush(i)
			}
			if start < 0 {
				start, alone = i, false
			}
		default:
			flush(i)
		}
	}
	flush(len(text))
	return out
}

// fold makes words equal that differ in case, accents or width only: "Crème" is "creme", "Straße" is "strasse".
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		if len(s) > maxWord {
			s = s[:maxWord]
		}
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.In(r, accents):
		case instead[r] != "":
			b.WriteString(instead[r])
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r) // and nothing else, which a compatible form may have brought in
		}
	}
	out := norm.NFKC.String(b.String())
	if utf8.RuneCountInString(out) > maxWord {
		out = string([]rune(out)[:maxWord])
	}
	return out
}

// accents are the marks that tell no words apart: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs. Marks of
// Indic scripts are vowels and stay.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036F, Stride: 1}, {Lo: 0x0591, Hi: 0x05BD, Stride: 1}, {Lo: 0x05BF, Hi: 0x05BF, Stride: 1},
	{Lo: 0x05C1, Hi: 0x05C2, Stride: 1}, {Lo: 0x05C4, Hi: 0x05C5, Stride: 1}, {Lo: 0x0610, Hi: 0x061A, Stride: 1},
	{Lo: 0x064B, Hi: 0x065F, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x1AB0, Hi: 0x1AFF, Stride: 1},
	{Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1}, {Lo: 0x20D0, Hi: 0x20FF, Stride: 1}, {Lo: 0xFE00, Hi: 0xFE0F, Stride: 1},
}}

// instead are letters that no decomposition takes apart.
var instead = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "n", 'ς': "σ", 'ſ': "s",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ى': "ي", 'ـ': "", 'ё': "е",
}
