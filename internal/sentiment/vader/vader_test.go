package vader

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/sentiment"
)

var _ sentiment.Reader = (*Reader)(nil)

var clear = map[string]sentiment.Word{
	"Absolutely wonderful staff, I love this place!":             sentiment.VeryPositive,
	"Excellent service and great food.":                          sentiment.VeryPositive,
	"Thank you, the agent was very kind and helpful.":            sentiment.VeryPositive,
	"The room was nice.":                                         sentiment.Positive,
	"The queue was fine and the seats were okay.":                sentiment.Positive,
	"Delivery took three days.":                                  sentiment.Mixed,
	"I called on Monday about my invoice.":                       sentiment.Mixed,
	"The lounge has two rooms and a bar.":                        sentiment.Mixed,
	"The food was not good.":                                     sentiment.Negative,
	"The agent seemed unsure.":                                   sentiment.Negative,
	"Terrible, rude and dishonest. I hate it.":                   sentiment.VeryNegative,
	"This is the worst, most horrible experience ever!!!":        sentiment.VeryNegative,
	"Awful!\nDisgusting!\nA disaster.":                           sentiment.VeryNegative,
	"I don’t like the new app.":                                  sentiment.Negative,
	"The staff were lovely. The waiting was a horrible mistake.": sentiment.Mixed,
	"😍😍😍": sentiment.VeryPositive,
}

func TestClearSentencesAreReadAsAPersonWould(t *testing.T) {
	t.Parallel()
	r := New()
	for text, want := range clear {
		got, ok := r.Read(text, "en")
		if !ok || got.Word != want || got.Word != sentiment.WordOf(got.Score) || got.Version != "vader-1" {
			t.Errorf("%q: %+v %v, want %s", text, got, ok, want)
		}
	}
}

func TestScoresOfOneVersionNeverChange(t *testing.T) {
	t.Parallel()
	r := New()
	for text, want := range map[string]int{ // another score here needs another Version
		"Excellent service and great food.":                          832,
		"The agent seemed unsure.":                                   -250,
		"This is the worst, most horrible experience ever!!!":        -868,
		"The staff were lovely. The waiting was a horrible mistake.": -62,
	} {
		if got, _ := r.Read(text, "en"); got.Score != want {
			t.Errorf("%q: %d, want %d", text, got.Score, want)
		}
	}
}

func TestOnlyEnglishOrUnknownLanguagesAreRead(t *testing.T) {
	t.Parallel()
	r := New()
	for language, want := range map[string]bool{
		"": true, "en": true, "EN": true, "en-GB": true, "en-za": true, "de": false, "enm": false, "fr-CA": false, "e": false,
	} {
		if _, ok := r.Read("Great service", language); ok != want {
			t.Errorf("%q: %v", language, ok)
		}
	}
}

func TestATextWithoutWordsIsNotRead(t *testing.T) {
	t.Parallel()
	r := New()
	for _, text := range []string{"", " ", "\n\t \u00a0\u200b", "\x00"} {
		if got, ok := r.Read(text, "en"); ok {
			t.Errorf("%q: %+v", text, got)
		}
	}
	for _, text := range []string{"?", "10", "\xff\xfe broken", "."} {
		if got, ok := r.Read(text, "en"); !ok || got.Word != sentiment.Mixed && text != "\xff\xfe broken" {
			t.Errorf("%q: %+v %v", text, got, ok)
		}
	}
}

func TestSentencesKeepTheirPunctuationAndLoseTheirLineBreaks(t *testing.T) {
	t.Parallel()
	got := sentences("Good\tfood!! Costs 3.50 at www.x.com. Why?\r\nNo “idea”…  it’s")
	want := []string{"Good food!!", "Costs 3.50 at www.x.com.", "Why?", `No "idea"…`, "it's"}
	if !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
}

func TestSharedByManyItReadsTheSame(t *testing.T) {
	t.Parallel()
	r := New()
	want := map[string]sentiment.Reading{}
	for text := range clear {
		want[text], _ = r.Read(text, "en")
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				for text, w := range want {
					if got, _ := r.Read(text, "en"); got != w {
						t.Errorf("%q: %+v, alone %+v", text, got, w)
					}
				}
			}
		})
	}
	all.Wait()
}

// hostile texts are as long as a comment may be, or longer, and made to be slow.
var hostile = map[string]string{
	"one word":          strings.Repeat("a", MaxCharacters),
	"one feeling":       strings.Repeat("good ", MaxCharacters/5),
	"negations":         strings.Repeat("never so not good but ", MaxCharacters/22),
	"sentences":         strings.Repeat("a. ", MaxCharacters/3),
	"exclamation marks": strings.Repeat("!", MaxCharacters),
	"spaces":            "good" + strings.Repeat(" ", MaxCharacters) + "bad",
	"line breaks":       "good" + strings.Repeat("\n", MaxCharacters-10) + "good",
	"emoji":             strings.Repeat("😍", MaxCharacters),
	"a megabyte":        strings.Repeat("not VERY good 😍 ", 1<<16),
	"broken UTF-8":      strings.Repeat("\xf0\x9f", MaxCharacters),
}

func TestLongHostileTextsAreReadInBoundedTime(t *testing.T) {
	r := New() // not parallel: it measures
	for name, text := range hostile {
		started := time.Now()
		_, _ = r.Read(text, "en")
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}

func TestNothingBeyondTheLimitIsRead(t *testing.T) {
	t.Parallel()
	r := New()
	for _, pad := range []string{"x", "é", "語"} {
		before, _ := r.Read("good "+strings.Repeat(pad, MaxCharacters-5), "en")
		after, _ := r.Read("good "+strings.Repeat(pad, MaxCharacters-5)+" horrible awful terrible", "en")
		if before != after || before.Word != sentiment.Positive {
			t.Errorf("%s: %+v %+v", pad, before, after)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	r := New()
	text := strings.Repeat("The staff were friendly but the waiting was far too long. ", 8)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, _ = r.Read(text, "en")
	}
}

func BenchmarkHostile(b *testing.B) {
	r := New()
	for name, text := range hostile {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _ = r.Read(text, "en")
			}
		})
	}
}
