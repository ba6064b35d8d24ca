package survey

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// Results is what came back so far, counted from the responses as they are. Figures with intervals come from analytics.
type Results struct {
	Counts    Counts           `json:"counts"`
	Questions []QuestionResult `json:"questions" doc:"As the latest version asks them, then those that only earlier versions asked"`
}

// QuestionResult counts the answers to one question, complete and partial responses together.
type QuestionResult struct {
	Key          string   `json:"key"`
	Kind         Kind     `json:"kind"`
	Text         string   `json:"text"`
	Retired      bool     `json:"retired,omitempty" doc:"Only earlier versions asked it"`
	Answered     int64    `json:"answered"`
	NotAnswered  int64    `json:"not_answered" doc:"Responses to a version that asked it, without an answer"`
	Distribution []Count  `json:"distribution" doc:"How often each answer was given; of several choices each counts. Empty for texts; numbers and days as they came, at most 200"`
	Summary      *Summary `json:"summary,omitempty" doc:"number, date: the answers from the least to the most"`
	Latest       []Words  `json:"latest,omitempty" doc:"short_text, long_text: the newest 20"`
}

// Summary is how numbers or days lie, by order statistics: a value that somebody gave each.
type Summary struct {
	Least  string `json:"least"`
	Median string `json:"median" doc:"The lower of the two in the middle"`
	Most   string `json:"most"`
}

// Words is one answer in words.
type Words struct {
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
	Signal signal.ID `json:"signal,omitempty"`
}

const (
	maxValues = 200
	maxLatest = 20
)

// Count is how often one answer was given.
type Count struct {
	Value string `json:"value" doc:"A score, or an option's key"`
	Text  string `json:"text,omitempty" doc:"An option's words"`
	N     int64  `json:"n"`
}

// Results counts the answers of a survey.
func (s *Surveys) Results(ctx context.Context, org db.Org, id ID) (out *Results, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error {
		sv, err := find(ctx, tx, org, id)
		if err != nil {
			return err
		}
		versions, err := versionsOf(ctx, tx, org, id)
		if err != nil {
			return err
		}
		t := newTally(versions)
		if err := eachAnswers(ctx, tx, org, id, t.add); err != nil {
			return err
		}
		out = &Results{Counts: sv.Responses, Questions: t.results(versions)}
		return nil
	})
	return out, err
}

// tally counts answers by question key and value.
type tally struct {
	asked    map[int][]string // version → keys of the questions that it asks
	answered map[string]int64
	silent   map[string]int64
	values   map[string]map[string]int64
	kinds    map[string]Kind
	latest   map[string][]Words
}

func newTally(versions []numbered) *tally {
	t := &tally{asked: map[int][]string{}, answered: map[string]int64{}, silent: map[string]int64{}, values: map[string]map[string]int64{},
		kinds: map[string]Kind{}, latest: map[string][]Words{}}
	for _, v := range versions {
		for i := range v.def.Questions {
			q := &v.def.Questions[i]
			if !q.Asks() {
				continue
			}
			t.asked[v.number] = append(t.asked[v.number], q.Key)
			t.values[q.Key] = map[string]int64{}
			if t.kinds[q.Key] == "" { // versions come newest first
				t.kinds[q.Key] = q.Kind
			}
		}
	}
	return t
}

// add counts one response. They come newest first.
func (t *tally) add(version int, r *reply) {
	for _, key := range t.asked[version] {
		v := r.answers[key]
		if v == "" {
			t.silent[key]++
			continue
		}
		t.answered[key]++
		switch t.kinds[key] {
		case ShortText, LongText:
			if len(t.latest[key]) < maxLatest {
				t.latest[key] = append(t.latest[key], Words{Text: v, At: r.at, Signal: r.signal})
			}
		case Multiple:
			for one := range strings.SplitSeq(v, between) {
				t.values[key][one]++
			}
		default:
			t.values[key][v]++
		}
	}
}

func (t *tally) results(versions []numbered) []QuestionResult {
	out, seen := []QuestionResult{}, map[string]bool{}
	for n, v := range versions {
		for i := range v.def.Questions {
			q := &v.def.Questions[i]
			if !q.Asks() || seen[q.Key] {
				continue
			}
			seen[q.Key] = true
			out = append(out, QuestionResult{Key: q.Key, Kind: q.Kind, Text: q.Text, Retired: n > 0,
				Answered: t.answered[q.Key], NotAnswered: t.silent[q.Key], Distribution: q.distribution(t.values[q.Key]), Summary: q.summary(t.values[q.Key], t.answered[q.Key]), Latest: t.latest[q.Key]})
		}
	}
	return out
}

// distribution lists every possible answer, those never given too.
func (q *Question) distribution(n map[string]int64) []Count {
	out := []Count{}
	switch q.Kind {
	case NPS, CSAT, CES:
		low, high := q.Scale()
		for i := low; i <= high; i++ {
			v := strconv.Itoa(i)
			out = append(out, Count{Value: v, N: n[v]})
		}
	case Choice, Multiple:
		for _, o := range q.Options {
			out = append(out, Count{Value: o.Key, Text: o.Text, N: n[o.Key]})
		}
	case Number, Date:
		for _, v := range q.sorted(n) {
			if len(out) < maxValues {
				out = append(out, Count{Value: v, N: n[v]})
			}
		}
	case ShortText, LongText, Statement:
	}
	return out
}

func (q *Question) sorted(n map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(n), func(a, b string) int { return compare(q, a, b) })
}

func (q *Question) summary(n map[string]int64, answered int64) *Summary {
	if q.Kind != Number && q.Kind != Date || answered == 0 {
		return nil
	}
	values := q.sorted(n)
	s := &Summary{Least: values[0], Most: values[len(values)-1]}
	before := int64(0)
	for _, v := range values {
		if before += n[v]; 2*before >= answered {
			s.Median = v
			break
		}
	}
	return s
}

// reply is one response as results read it.
type reply struct {
	answers Answers
	at      time.Time
	signal  signal.ID
}

// eachAnswers goes through every response of a survey without holding them all.
func eachAnswers(ctx context.Context, tx *db.Tx, org db.Org, id ID, fn func(version int, r *reply)) error {
	rows, err := tx.Query(ctx, `select version, answers, updated_at, signal from response where org = $1 and survey = $2
		order by updated_at desc, id`, org, string(id))
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var v int
		var doc []byte
		var at int64
		var sig sql.NullString
		r := &reply{}
		if err := rows.Scan(&v, &doc, &at, &sig); err != nil {
			return err
		}
		if err := json.Unmarshal(doc, &r.answers); err != nil {
			return err
		}
		r.at, r.signal = db.Micros(at), signal.ID(sig.String)
		fn(v, r)
	}
	return rows.Err()
}
