package db

import (
	"fmt"
	"strings"
)

// Bulk is an insert of many rows in one statement. It comes in few sizes, so that their texts stay prepared.
type Bulk struct{ postgres, sqlite map[int]string }

// NewBulk makes the texts: head ends in "values ", tail follows the rows.
func NewBulk(head string, columns int, tail string) *Bulk {
	b := &Bulk{postgres: map[int]string{}, sqlite: map[int]string{}}
	for _, n := range chunks {
		b.postgres[n] = head + rowsOf(n, columns, func(i int) string { return fmt.Sprintf("$%d", i) }) + tail
		// The SQLite driver looks every numbered parameter up by name, in a list: hundreds of them cost more than the insert.
		b.sqlite[n] = head + rowsOf(n, columns, func(int) string { return "?" }) + tail
	}
	return b
}

// Text is the statement for n rows, n from Chunk.
func (b *Bulk) Text(tx *Tx, n int) string {
	if tx.Postgres {
		return b.postgres[n]
	}
	return b.sqlite[n]
}

var chunks = []int{64, 32, 16, 8, 4, 2, 1}

// Chunk picks how many of n waiting rows go into the next statement.
func Chunk(n int) int {
	for _, c := range chunks {
		if n >= c {
			return c
		}
	}
	return 1
}

func rowsOf(n, columns int, mark func(int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(")
		for c := range columns {
			if c > 0 {
				b.WriteString(", ")
			}
			b.WriteString(mark(i*columns + c + 1))
		}
		b.WriteString(")")
	}
	return b.String()
}

// List is a query with one list in it, whose head has the parameter $1 and nothing else.
type List struct{ postgres, sqlite map[int]string }

// NewList makes the texts: head ends in "in (", tail begins with ")".
func NewList(head, tail string) *List {
	l := &List{postgres: map[int]string{}, sqlite: map[int]string{}}
	for _, n := range chunks {
		marks := make([]string, n)
		for i := range marks {
			marks[i] = fmt.Sprintf("$%d", i+2)
		}
		l.postgres[n] = head + strings.Join(marks, ", ") + tail
		l.sqlite[n] = strings.Replace(head, "$1", "?", 1) + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + tail
	}
	return l
}

// Text is the query for a list of n, n from Chunk.
func (l *List) Text(tx *Tx, n int) string {
	if tx.Postgres {
		return l.postgres[n]
	}
	return l.sqlite[n]
}
