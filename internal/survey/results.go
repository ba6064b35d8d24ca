package survey

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Results is what came back so far, counted from the responses as they are. Figures with intervals come from analytics.
type Results struct {
	Counts    Counts           `json:"counts"`
	Questions []QuestionResult `json:"questions" doc:"As the latest version asks them, then those that only earlier versions asked"`
}

// QuestionResult counts the answers to one question, complete and partial responses together.
type QuestionResult struct {
	Key          string  `json:"key"`
	Kind         Kind    `json:"kind"`
	Text         string  `json:"text"`
	Retired      bool    `json:"retired,omitempty" doc:"Only earlier versions asked it"`
	Answered     int64   `json:"answered"`
	NotAnswered  int64   `json:"not_answered" doc:"Responses to a version that asked it, without an answer"`
	Distribution []Count `json:"distribution" doc:"How often each answer was given; empty for long texts"`
}

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
	words    map[string]bool // questions whose answers are words and aren't counted one by one
}

func newTally(versions []numbered) *tally {
	t := &tally{asked: map[int][]string{}, answered: map[string]int64{}, silent: map[string]int64{}, values: map[string]map[string]int64{}, words: map[string]bool{}}
	for _, v := range versions {
		for i := range v.def.Questions {
			q := &v.def.Questions[i]
			if !q.Asks() {
				continue
			}
			t.asked[v.number] = append(t.asked[v.number], q.Key)
			t.values[q.Key] = map[string]int64{}
			t.words[q.Key] = t.words[q.Key] || q.Kind == LongText
		}
	}
	return t
}

func (t *tally) add(version int, a Answers) {
	for _, key := range t.asked[version] {
		v := a[key]
		switch {
		case v == "":
			t.silent[key]++
			continue
		case !t.words[key]:
			t.values[key][v]++
		}
		t.answered[key]++
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
				Answered: t.answered[q.Key], NotAnswered: t.silent[q.Key], Distribution: q.distribution(t.values[q.Key])})
		}
	}
	return out
}

// distribution lists every possible answer, those never given too.
func (q *Question) distribution(n map[string]int64) []Count {
	out := []Count{}
	switch q.Kind {
	case NPS, CSAT:
		low, high := q.Scale()
		for i := low; i <= high; i++ {
			v := strconv.Itoa(i)
			out = append(out, Count{Value: v, N: n[v]})
		}
	case Choice:
		for _, o := range q.Options {
			out = append(out, Count{Value: o.Key, Text: o.Text, N: n[o.Key]})
		}
	case LongText, Statement:
	}
	return out
}

// eachAnswers goes through every response of a survey without holding them all.
func eachAnswers(ctx context.Context, tx *db.Tx, org db.Org, id ID, fn func(version int, a Answers)) error {
	rows, err := tx.Query(ctx, `select version, answers from response where org = $1 and survey = $2`, org, string(id))
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var v int
		var doc []byte
		var a Answers
		if err := rows.Scan(&v, &doc); err != nil {
			return err
		}
		if err := json.Unmarshal(doc, &a); err != nil {
			return err
		}
		fn(v, a)
	}
	return rows.Err()
}
