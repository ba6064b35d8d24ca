// Package search finds signals by the words of their comments: a consumer of the log keeps an index of words, and what a query
// finds narrows figures, lists and exports like any other condition.
package search

import (
	"container/list"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// MaxFound is how many comments one query finds at most: of more than that only those recorded last.
const MaxFound = analytics.MaxCodes

// maxRanked is how many of the comments found, those recorded last, are put in order by how well they fit.
const maxRanked = 50_000

// Search is the capability. Its fields are set by app.
type Search struct {
	DB      *db.DB
	Log     *signal.Log
	Metrics *metric.Metrics

	mu     sync.Mutex
	kept   map[findKey]*list.Element // of *finding
	recent *list.List                // most recently used first
	held   int                       // numbers in all
}

const consumer = "search"

// Consumer reads the log on and keeps the index of words.
func (s *Search) Consumer() signal.Consumer { return signal.Consumer{Name: consumer, Apply: s.apply} }

func (s *Search) apply(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
	if err := s.Log.NumberIn(ctx, tx, org, entries); err != nil {
		return err
	}
	last := make(map[int64]*signal.Logged, len(entries))
	var gone []int64
	for _, e := range entries {
		last[e.First] = e
		if e.Op != signal.OpPut {
			gone = append(gone, e.First)
		}
	}
	slices.Sort(gone)
	if err := forget(ctx, tx, org, slices.Compact(gone)); err != nil {
		return err
	}
	var add []said
	for _, e := range entries {
		if last[e.First] != e || e.Op == signal.OpErase || e.Erased || len(e.Content.Comments) == 0 {
			continue
		}
		w := said{signal: e.First}
		for _, c := range e.Content.Comments {
			if words := split(c.Text); len(words) > 0 {
				w.comments = append(w.comments, words)
			}
		}
		if len(w.comments) > 0 {
			add = append(add, w)
		}
	}
	slices.SortFunc(add, func(a, b said) int { return int(a.signal - b.signal) })
	return index(ctx, tx, org, add)
}

// Found is what a query finds in the whole organisation, before conditions and anybody's scope.
type Found struct {
	Signals []int64 // numbers, the one recorded last first; in order of fit where asked
	More    bool    // there are more than MaxFound
}

type findKey struct {
	org    db.Org
	query  string
	ranked bool
}

type finding struct {
	key findKey
	at  int64 // how far the index had read
	Found
}

// maxHeld is how many numbers are kept in memory over all findings: 32 MB.
const maxHeld = 4_000_000

// find asks the index, or remembers what it said at this same state.
func (s *Search) find(ctx context.Context, org db.Org, q *Query, ranked bool) (Found, error) {
	key := findKey{org, q.canonical(), ranked}
	limit := MaxFound + 1
	if ranked {
		limit = maxRanked
	}
	var f finding
	err := s.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
		at, err := s.Log.ReadOn(ctx, tx, org, consumer)
		if err != nil {
			return err
		}
		if was := s.remembered(key); was != nil && was.at == at {
			f = *was
			return nil
		}
		f = finding{key: key, at: at}
		f.Signals, err = find(ctx, tx, org, q, limit, ranked)
		return err
	})
	if err != nil {
		return Found{}, err
	}
	if len(f.Signals) > MaxFound {
		f.Signals, f.More = f.Signals[:MaxFound], true
	}
	s.remember(&f)
	return f.Found, nil
}

func (s *Search) remembered(key findKey) *finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.kept[key]
	if e == nil {
		return nil
	}
	s.recent.MoveToFront(e)
	return e.Value.(*finding)
}

func (s *Search) remember(f *finding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept, s.recent = map[findKey]*list.Element{}, list.New()
	}
	drop := func(e *list.Element) {
		old := s.recent.Remove(e).(*finding)
		delete(s.kept, old.key)
		s.held -= len(old.Signals)
	}
	if e := s.kept[f.key]; e != nil {
		drop(e)
	}
	s.kept[f.key] = s.recent.PushFront(f)
	s.held += len(f.Signals)
	for s.held > maxHeld || len(s.kept) > 1000 {
		drop(s.recent.Back())
	}
}

// Words answers a condition "words:…" of figures, lists and exports with the numbers of the signals. Words that nearly every
// comment holds are refused, since a figure of only some would be wrong.
func (s *Search) Words(ctx context.Context, org db.Org, text, at string) ([]int64, error) {
	q, err := Parse(text, at)
	if err != nil {
		return nil, err
	}
	f, err := s.find(ctx, org, q, false)
	if err == nil && f.More {
		err = problem.At(at, "words_too_common", "More than %d comments hold these words. Add a rarer word.", MaxFound).
			With(problem.Args{"max": MaxFound})
	}
	return f.Signals, err
}

// Sort is the order of what is found.
type Sort string

// The closed list of orders.
const (
	Newest    Sort = "newest"
	Relevance Sort = "relevance"
)

// Ask is a search: words, and the conditions and the period of a figure.
type Ask struct {
	Words    string
	Where    []string
	From, To string
	Sort     Sort
	Cursor   string
	Limit    int
}

// Hit is a signal that was found.
type Hit struct {
	signal.Item
	Excerpts [][]Part `json:"excerpts" doc:"Of each comment that holds what was looked for: what stands around it"`
}

// Progress is how much of an organisation's log the index has read.
type Progress struct {
	Done    int64 `json:"done" doc:"Entries of the log read so far"`
	Total   int64 `json:"total"`
	Percent int   `json:"percent"`
}

// Page is one page of what was found.
type Page struct {
	Items    []Hit     `json:"items"`
	Next     string    `json:"next,omitempty" doc:"Cursor of the next page"`
	Total    int64     `json:"total" doc:"Signals found within the conditions and the caller's unit"`
	AtLeast  bool      `json:"at_least" doc:"There may be more than total: only the comments recorded last were looked through"`
	Progress *Progress `json:"progress,omitempty" doc:"While the index is still being filled"`
}

// Find searches.
func (s *Search) Find(ctx context.Context, org db.Org, a Ask) (*Page, error) {
	q, err := Parse(a.Words, "query.q")
	if err != nil {
		return nil, err
	}
	f, err := s.find(ctx, org, q, false)
	if err != nil {
		return nil, err
	}
	p := &Page{AtLeast: f.More}
	var list []analytics.Position
	if a.Sort == Relevance {
		list, err = s.ranked(ctx, org, q, a, p)
	} else {
		list, err = s.newest(ctx, org, f, a, p)
	}
	if err != nil {
		return nil, err
	}
	items, err := s.Log.Numbered(ctx, org, list)
	if err != nil {
		return nil, err
	}
	p.Items = make([]Hit, len(items))
	for i, item := range items {
		p.Items[i] = Hit{Item: item, Excerpts: [][]Part{}}
		for _, c := range item.Comments {
			if parts := q.excerpt(c.Text); parts != nil {
				p.Items[i].Excerpts = append(p.Items[i].Excerpts, parts)
			}
		}
	}
	p.Progress, err = s.Progress(ctx, org)
	return p, err
}

func (s *Search) newest(ctx context.Context, org db.Org, f Found, a Ask, p *Page) (list []analytics.Position, err error) {
	sel := metric.Select{Where: a.Where, From: a.From, To: a.To, Limit: a.Limit, Among: among(f.Signals)}
	if sel.Before, err = signal.ReadCursor(a.Cursor); err != nil {
		return nil, err
	}
	if list, p.Total, err = s.Metrics.Signals(ctx, org, sel); err != nil {
		return nil, err
	}
	if len(list) == a.Limit {
		p.Next = signal.Cursor(list[len(list)-1])
	}
	return list, nil
}

// ranked pages through the order of fit: which of them lie within the conditions is asked at once, the place is the cursor.
func (s *Search) ranked(ctx context.Context, org db.Org, q *Query, a Ask, p *Page) ([]analytics.Position, error) {
	at := 0
	if a.Cursor != "" {
		var err error
		rest, ok := strings.CutPrefix(a.Cursor, "fit.")
		if at, err = strconv.Atoi(rest); !ok || err != nil || at < 0 {
			return nil, problem.At("query.cursor", "cursor_invalid", "This cursor didn't come from here.")
		}
	}
	best, err := s.find(ctx, org, q, true)
	if err != nil {
		return nil, err
	}
	sel := metric.Select{Where: a.Where, From: a.From, To: a.To, Limit: analytics.MaxRows, Among: among(best.Signals)}
	within, total, err := s.Metrics.Signals(ctx, org, sel)
	if err != nil {
		return nil, err
	}
	p.Total = total
	p.AtLeast = p.AtLeast || len(best.Signals) == maxRanked
	places := make(map[int64]analytics.Position, len(within))
	for _, w := range within {
		places[w.Signal] = w
	}
	var list []analytics.Position
	n := 0
	for _, number := range best.Signals {
		w, ok := places[number]
		if !ok {
			continue
		}
		if n++; n <= at {
			continue
		}
		if list = append(list, w); len(list) == a.Limit {
			p.Next = "fit." + strconv.Itoa(n)
			break
		}
	}
	return list, nil
}

// among is never nil: nothing found is not the same as everything.
func among(list []int64) []int64 {
	if list == nil {
		return []int64{}
	}
	return list
}

// Progress says how far the index has read, nil once it has read everything.
func (s *Search) Progress(ctx context.Context, org db.Org) (p *Progress, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error {
		done, total, err := s.Log.Lag(ctx, tx, org, consumer)
		if err == nil && done < total {
			p = &Progress{Done: done, Total: total, Percent: int(math.Floor(100 * float64(done) / float64(total)))}
		}
		return err
	})
	return p, err
}
