package survey_test

import (
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// refused fails unless err is the problem with a code.
func refused(t *testing.T, err error, code string) {
	t.Helper()
	_ = refusal(t, err, code)
}

func refusal(t *testing.T, err error, code string) *problem.Error {
	t.Helper()
	p, ok := problem.As(err)
	if !ok || p.Code != code {
		t.Fatalf("refusal %v, not %s", err, code)
	}
	return p
}

func TestASurveyIsPublishedClosedAndReopened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	sv := w.draft(sample())
	if sv.State != survey.Draft || sv.Version != 0 || sv.Changed || sv.URL != "https://cx.example.org/s/"+sv.Token {
		t.Fatalf("draft: %+v", sv)
	}
	_, err := w.Close(ctx, w.org, sv.ID)
	refused(t, err, "survey_not_open")
	_, err = w.Reopen(ctx, w.org, sv.ID)
	refused(t, err, "survey_not_closed")

	open, err := w.Publish(ctx, w.org, sv.ID, 0)
	if err != nil || open.State != survey.Open || open.Version != 1 || open.Changed {
		t.Fatalf("published: %+v %v", open, err)
	}
	_, err = w.Publish(ctx, w.org, sv.ID, 0)
	refused(t, err, "nothing_to_publish")

	d := sample()
	d.Questions[0].Text = "Would you recommend us?"
	edited, err := w.Edit(ctx, w.org, sv.ID, 1, "After the call", d)
	if err != nil || !edited.Changed || edited.Version != 1 {
		t.Fatalf("edited: %+v %v", edited, err)
	}
	if page := w.get("/s/" + sv.Token).Body.String(); strings.Contains(page, "Would you recommend us?") {
		t.Fatal("respondents see the draft before it is published")
	}
	if again, err := w.Publish(ctx, w.org, sv.ID, 0); err != nil || again.Version != 2 || again.Changed {
		t.Fatalf("published again: %+v %v", again, err)
	}
	if page := w.get("/s/" + sv.Token).Body.String(); !strings.Contains(page, "Would you recommend us?") {
		t.Fatal("respondents don't see what was published")
	}

	if closed, err := w.Close(ctx, w.org, sv.ID); err != nil || closed.State != survey.Closed {
		t.Fatalf("closed: %+v %v", closed, err)
	}
	_, err = w.Publish(ctx, w.org, sv.ID, 0)
	refused(t, err, "survey_closed")
	if open, err := w.Reopen(ctx, w.org, sv.ID); err != nil || open.State != survey.Open || open.Version != 2 {
		t.Fatalf("reopened: %+v %v", open, err)
	}
	if n := w.number(`select count(*) from audit where org = $1 and verb in ('survey.create','survey.publish','survey.close','survey.reopen')`, w.org); n != 5 {
		t.Fatalf("%d deeds in the audit, not 5", n)
	}
	if n := w.number(`select count(*) from touch_point where org = $1 and key = 'call'`, w.org); n != 1 {
		t.Fatal("the touch point isn't known after publishing")
	}
}

func TestPublishingTwiceAtOnceFreezesOneVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 5 {
		sv := w.draft(sample())
		var done atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := w.Publish(t.Context(), w.org, sv.ID, 0); err == nil {
					done.Add(1)
				}
			})
		}
		all.Wait()
		if n := w.number(`select count(*) from survey_version where org = $1 and survey = $2`, w.org, string(sv.ID)); done.Load() != 1 || n != 1 {
			t.Fatalf("published %d times, %d versions", done.Load(), n)
		}
	}
}

func TestWhatIsMissingKeepsADraftFromBeingPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nps := survey.Question{Key: "a", Kind: survey.NPS, Text: "How likely?"}
	for name, c := range map[string]struct {
		questions []survey.Question
		location  string
		says      string
	}{
		"no question":      {nil, "definition.questions", "asks nothing yet"},
		"only a statement": {[]survey.Question{{Key: "a", Kind: survey.Statement, Text: "Hello"}}, "definition.questions", "asks nothing yet"},
		"no words":         {[]survey.Question{{Key: "a", Kind: survey.NPS, Text: " "}}, "definition.questions[0].text", "no words"},
		"unknown metric":   {[]survey.Question{{Key: "a", Kind: survey.NPS, Text: "?", Metric: "loyalty"}}, "definition.questions[0].metric", `no metric "loyalty"`},
		"another scale":    {[]survey.Question{{Key: "a", Kind: survey.NPS, Text: "?", Metric: "csat"}}, "definition.questions[0].metric", "goes from 1 to 5"},
		"one metric twice": {[]survey.Question{nps, {Key: "b", Kind: survey.NPS, Text: "And?"}}, "definition.questions[1].metric", "Two questions score"},
		"one option":       {[]survey.Question{{Key: "a", Kind: survey.Choice, Text: "?", Options: []survey.Option{{Key: "x", Text: "X"}}}}, "definition.questions[0].options", "at least two"},
		"option no words":  {[]survey.Question{{Key: "a", Kind: survey.Choice, Text: "?", Options: []survey.Option{{Key: "x", Text: "X"}, {Key: "y"}}}}, "definition.questions[0].options[1].text", "no words"},
	} {
		sv := w.draft(&survey.Definition{Questions: c.questions})
		_, err := w.Publish(t.Context(), w.org, sv.ID, 0)
		p := refusal(t, err, "survey_incomplete")
		if p.Fields[0].Location != c.location || !strings.Contains(p.Fields[0].Message, c.says) {
			t.Errorf("%s: %+v", name, p.Fields)
		}
		if got, _ := w.Find(t.Context(), w.org, sv.ID); got.State != survey.Draft {
			t.Errorf("%s: %s after the refusal", name, got.State)
		}
	}
}

func TestAnEditOfSomethingThatChangedMeanwhileIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	sv := w.draft(sample())
	if _, err := w.Edit(ctx, w.org, sv.ID, 1, "Renamed", sample()); err != nil {
		t.Fatal(err)
	}
	_, err := w.Edit(ctx, w.org, sv.ID, 1, "By somebody else", sample())
	refused(t, err, "changed_meanwhile")
	if got, err := w.Edit(ctx, w.org, sv.ID, 1, "Renamed", sample()); err != nil || got.Name != "Renamed" {
		t.Fatalf("the same edit again, its answer lost: %v", err)
	}
	_, err = w.Publish(ctx, w.org, sv.ID, 1)
	refused(t, err, "changed_meanwhile")
}

func TestCreatingWithTheSameKeyAgainMakesOneSurvey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, err := w.Create(t.Context(), w.org, "A", sample(), "k-1")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := w.Create(t.Context(), w.org, "A", sample(), "k-1"); err != nil || b.ID != a.ID {
		t.Fatalf("%v %v, not %s", b, err, a.ID)
	}
	if list, _, err := w.List(t.Context(), w.org, "", 10); err != nil || len(list) != 1 {
		t.Fatalf("%d surveys, %v", len(list), err)
	}
}

func TestTheListGoesOnWhereThePageBeforeEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 5 {
		w.draft(sample())
	}
	seen := map[survey.ID]bool{}
	for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
		list, next, err := w.List(t.Context(), w.org, cursor, 2)
		if err != nil || len(list) > 2 {
			t.Fatal(len(list), err)
		}
		for _, s := range list {
			seen[s.ID] = true
		}
		cursor = next
	}
	if len(seen) != 5 {
		t.Fatalf("%d of 5 surveys", len(seen))
	}
}

func TestBrokenDraftsAreRefusedByPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := func(q survey.Question) *survey.Definition {
		return &survey.Definition{Questions: []survey.Question{q}}
	}
	for name, c := range map[string]struct {
		d        *survey.Definition
		location string
	}{
		"language":       {&survey.Definition{Language: "<b>"}, "body.definition.language"},
		"touch point":    {&survey.Definition{TouchPoint: "The Call"}, "body.definition.touch_point"},
		"long intro":     {&survey.Definition{Intro: strings.Repeat("é", 2001)}, "body.definition.intro"},
		"U+0000":         {&survey.Definition{Thanks: "a\x00b"}, "body.definition.thanks"},
		"not UTF-8":      {q(survey.Question{Key: "a", Kind: survey.NPS, Text: "\xff"}), "body.definition.questions[0].text"},
		"key":            {q(survey.Question{Key: "A b", Kind: survey.NPS}), "body.definition.questions[0].key"},
		"kind":           {q(survey.Question{Key: "a", Kind: "matrix"}), "body.definition.questions[0].kind"},
		"two equal keys": {&survey.Definition{Questions: []survey.Question{{Key: "a", Kind: survey.NPS}, {Key: "a", Kind: survey.CSAT}}}, "body.definition.questions[1].key"},
		"equal options":  {q(survey.Question{Key: "a", Kind: survey.Choice, Options: []survey.Option{{Key: "x"}, {Key: "x"}}}), "body.definition.questions[0].options[1].key"},
		"too many":       {&survey.Definition{Questions: make([]survey.Question, 51)}, "body.definition.questions"},
	} {
		_, err := w.Create(t.Context(), w.org, "A", c.d, "")
		p, ok := problem.As(err)
		if !ok || p.Kind != problem.Invalid || len(p.Fields) != 1 || p.Fields[0].Location != c.location {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Create(t.Context(), w.org, " ", sample(), ""); problem.CodeOf(err) != "name_empty" {
		t.Errorf("blank name: %v", err)
	}
}

func TestAFrozenVersionIsCanonicalAndStaysAsItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := sample()
	d.Intro = "<b>\u2028\"\\\n</b>"
	sv := w.published(d)
	frozen := func() (doc string) {
		err := w.DB.Read(t.Context(), w.org, func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `select doc from survey_version where org = $1 and survey = $2 and version = 1`, w.org, string(sv.ID)).Scan(&doc)
		})
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	before := frozen()
	want := `{"intro":"<b>` + "\u2028" + `\"\\\n</b>","language":"en","questions":[{"key":"nps","kind":"nps","required":true,"text":"How likely`
	if !strings.HasPrefix(before, want) {
		t.Fatalf("not canonical: %s", before)
	}
	var back survey.Definition
	if err := json.Unmarshal([]byte(before), &back); err != nil || back.Intro != d.Intro {
		t.Fatalf("%q %v", back.Intro, err)
	}
	if _, err := w.Edit(t.Context(), w.org, sv.ID, 1, "Other", &survey.Definition{Questions: sample().Questions[:1]}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), w.org, sv.ID, 0); err != nil {
		t.Fatal(err)
	}
	if frozen() != before {
		t.Fatal("publishing again changed the first version")
	}
}
