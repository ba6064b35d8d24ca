package search

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// On SQLite the words of all organisations share one index, whose row numbers are the organisation's number followed by the
// signal's: an organisation's rows lie beside each other, and a search reads no others.
const signalBits = 40

// said is what one signal says, in folded words, comment by comment.
type said struct {
	signal   int64
	comments [][]word
}

// between stands between two comments, so that no phrase reaches from one into the next. No word of a text can be it.
const between = " \uE000 "

func (s said) sqlite() string {
	var b strings.Builder
	for i, c := range s.comments {
		if i > 0 {
			b.WriteString(between)
		}
		for j, w := range c {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.text)
		}
	}
	return b.String()
}

const (
	maxPosition = 16_383 // the highest place of a word that PostgreSQL keeps
	maxPlaces   = 255    // of one word
)

// postgres writes the words with their places, so that PostgreSQL takes nothing apart by itself.
func (s said) postgres() string {
	places := map[string][]int{}
	var order []string
	at := 0
	for _, c := range s.comments {
		for _, w := range c {
			at = min(at+1, maxPosition)
			if places[w.text] == nil {
				order = append(order, w.text)
			}
			if len(places[w.text]) < maxPlaces {
				places[w.text] = append(places[w.text], at)
			}
		}
		at++
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteString("'" + w + "':")
		for i, p := range places[w] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// numberOf returns an organisation's number on SQLite, giving it the next one where it has none; 0 when only reading.
func numberOf(ctx context.Context, tx *db.Tx, org db.Org, give bool) (n int64, err error) {
	err = tx.QueryRow(ctx, `select number from search_org where org = $1`, org).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	if !give {
		return 0, nil
	}
	err = tx.QueryRow(ctx, `insert into search_org (org, number) select $1, coalesce(max(number), 0) + 1 from search_org returning number`, org).Scan(&n)
	return n, err
}

// forget takes signals out of the index.
func forget(ctx context.Context, tx *db.Tx, org db.Org, signals []int64) error {
	if tx.Postgres {
		for len(signals) > 0 {
			n := db.Chunk(len(signals))
			marks, args := db.Marks(2, signals[:n])
			if _, err := tx.Exec(ctx, `delete from search_text where org = $1 and signal in (`+marks+`)`, append([]any{org}, args...)...); err != nil {
				return err
			}
			signals = signals[n:]
		}
		return nil
	}
	number, err := numberOf(ctx, tx, org, true)
	if err != nil {
		return err
	}
	for _, s := range signals {
		if _, err := tx.Exec(ctx, `delete from search_text where rowid = $1`, number<<signalBits|s); err != nil {
			return err
		}
	}
	return nil
}

var (
	insertPostgres = db.NewBulk(`insert into search_text (org, signal, body) values `, 3, ` on conflict (org, signal) do update set body = excluded.body`)
	insertSQLite   = db.NewBulk(`insert into search_text (rowid, body) values `, 2, ``)
)

// index adds what signals say. None of them is in the index.
func index(ctx context.Context, tx *db.Tx, org db.Org, list []said) error {
	var number int64
	if !tx.Postgres {
		var err error
		if number, err = numberOf(ctx, tx, org, true); err != nil {
			return err
		}
	}
	for len(list) > 0 {
		n := db.Chunk(len(list))
		args, bulk := make([]any, 0, 3*n), insertSQLite
		for _, s := range list[:n] {
			if tx.Postgres {
				args, bulk = append(args, org, s.signal, s.postgres()), insertPostgres
			} else {
				args = append(args, number<<signalBits|s.signal, s.sqlite())
			}
		}
		if _, err := tx.Exec(ctx, bulk.Text(tx, n), args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// find returns the numbers of the signals that a query finds, the highest first, at most limit; with ranked those that fit best
// come first instead. They come as one text, since a row each would cost more than the search.
func find(ctx context.Context, tx *db.Tx, org db.Org, q *Query, limit int, ranked bool) ([]int64, error) {
	var text sql.NullString
	var err error
	if tx.Postgres {
		score := "0"
		if ranked {
			score = "ts_rank_cd(body, cast($2 as tsquery))"
		}
		err = tx.QueryRow(ctx, `select string_agg(cast(signal as text), ',' order by score desc, signal desc) from (
			select signal, `+score+` as score from search_text where org = $1 and body @@ cast($2 as tsquery) order by signal desc limit $3) as hit`,
			org, q.tsquery(), limit).Scan(&text)
	} else {
		var number int64
		if number, err = numberOf(ctx, tx, org, false); err != nil || number == 0 {
			return nil, err
		}
		from, to := number<<signalBits, (number+1)<<signalBits-1
		if ranked {
			err = tx.QueryRow(ctx, `select string_agg(cast(hit as text), ',' order by score, hit desc) from (
				select rowid - $2 as hit, rank as score from search_text where search_text match $1 and rowid between $2 and $3
				order by rowid desc limit $4)`, q.fts5(), from, to, limit).Scan(&text)
		} else {
			err = tx.QueryRow(ctx, `select string_agg(cast(hit as text), ',') from (
				select rowid - $2 as hit from search_text where search_text match $1 and rowid between $2 and $3
				order by rowid desc limit $4)`, q.fts5(), from, to, limit).Scan(&text)
		}
	}
	if err != nil {
		return nil, err
	}
	return numbers(text.String)
}

func numbers(text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	out := make([]int64, 0, strings.Count(text, ",")+1)
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}
