// Package codebook gives the values of dimensions integer codes and attributes numbered slots, which is all that analytics knows.
package codebook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Book keeps every code it has read or given in memory: codes are never changed or freed.
type Book struct {
	DB *db.DB

	mu    sync.Mutex
	pages map[db.Org]*page
}

type page struct {
	codes  map[string]map[string]int32 // dimension → value → code
	values map[string][]string         // dimension → code → value; code 0 is none
	slots  map[string]int              // attribute → slot
	names  []string                    // slot → attribute
}

// AttributeDim names the dimension of an attribute, by its slot.
func AttributeDim(slot int) string { return fmt.Sprintf("a%03d", slot) }

// page returns an organisation's page, read on first use. Other processes may have added to it since: see refresh.
func (b *Book) page(ctx context.Context, org db.Org) (*page, error) {
	b.mu.Lock()
	p := b.pages[org]
	b.mu.Unlock()
	if p != nil {
		return p, nil
	}
	return b.refresh(ctx, org)
}

// refresh reads an organisation's codes again.
func (b *Book) refresh(ctx context.Context, org db.Org) (*page, error) {
	p := &page{codes: map[string]map[string]int32{}, values: map[string][]string{}, slots: map[string]int{}, names: []string{""}}
	err := b.DB.Read(ctx, org, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `select dim, code, value from code where org = $1 order by dim, code`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
			var dim, value string
			var code int32
			if err = r.Scan(&dim, &code, &value); err == nil {
				p.add(dim, value, code)
			}
			return n, err
		})
		if err != nil {
			return err
		}
		rows, err = tx.Query(ctx, `select key, slot from attribute where org = $1 order by slot`, org)
		_, err = db.Collect(rows, err, func(r db.Scanner) (n struct{}, err error) {
			var key string
			var slot int
			if err = r.Scan(&key, &slot); err == nil {
				p.addSlot(key, slot)
			}
			return n, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pages == nil {
		b.pages = map[db.Org]*page{}
	}
	b.pages[org] = p
	return p, nil
}

func (p *page) add(dim, value string, code int32) {
	m := p.codes[dim]
	if m == nil {
		m = map[string]int32{}
		p.codes[dim], p.values[dim] = m, []string{""}
	}
	m[value] = code
	for int(code) >= len(p.values[dim]) {
		p.values[dim] = append(p.values[dim], "")
	}
	p.values[dim][code] = value
}

func (p *page) addSlot(key string, slot int) {
	p.slots[key] = slot
	for slot >= len(p.names) {
		p.names = append(p.names, "")
	}
	p.names[slot] = key
}

// Want collects the values that need codes, before one call gives them all.
type Want struct {
	Values     map[string]map[string]bool // dimension → values
	Attributes map[string]map[string]bool // attribute → values
}

// Add asks for the code of one value.
func (w *Want) Add(dim, value string) { add(&w.Values, dim, value) }

// AddAttribute asks for the slot of an attribute and the code of its value.
func (w *Want) AddAttribute(key, value string) { add(&w.Attributes, key, value) }

func add(m *map[string]map[string]bool, k, v string) {
	if *m == nil {
		*m = map[string]map[string]bool{}
	}
	if (*m)[k] == nil {
		(*m)[k] = map[string]bool{}
	}
	(*m)[k][v] = true
}

// Codes is a view of an organisation's codes that has all that was wanted.
type Codes struct {
	b *Book
	p *page
}

// Code returns the code of a value, or 0.
func (c Codes) Code(dim, value string) int32 {
	if value == "" {
		return 0
	}
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	return c.p.codes[dim][value]
}

// Value returns what a code stands for.
func (c Codes) Value(dim string, code int32) string {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	if v := c.p.values[dim]; int(code) < len(v) && code > 0 {
		return v[code]
	}
	return ""
}

// Slot returns the slot of an attribute, or 0.
func (c Codes) Slot(attribute string) int {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	return c.p.slots[attribute]
}

// Attributes lists the attributes by slot, from slot 1.
func (c Codes) Attributes() []string {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	return append([]string(nil), c.p.names[1:]...)
}

// Len returns how many values a dimension has.
func (c Codes) Len(dim string) int {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	return len(c.p.codes[dim])
}

// All returns a dimension's values by code; index 0 is "".
func (c Codes) All(dim string) []string {
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	return append([]string(nil), c.p.values[dim]...)
}

// View returns the codes as they are.
func (b *Book) View(ctx context.Context, org db.Org) (Codes, error) {
	p, err := b.page(ctx, org)
	return Codes{b, p}, err
}

// Refresh returns the codes as they are in the database, for a process that doesn't write them itself.
func (b *Book) Refresh(ctx context.Context, org db.Org) (Codes, error) {
	p, err := b.refresh(ctx, org)
	return Codes{b, p}, err
}

// Ensure gives a code to everything wanted that has none.
func (b *Book) Ensure(ctx context.Context, org db.Org, w *Want) (Codes, error) {
	p, err := b.page(ctx, org)
	if err != nil {
		return Codes{}, err
	}
	if b.has(p, w) {
		return Codes{b, p}, nil
	}
	var learn page // what this call finds or gives
	give := func(tx *db.Tx) error {
		learn = page{codes: map[string]map[string]int32{}, values: map[string][]string{}, slots: map[string]int{}}
		for dim, values := range w.Values {
			if err := giveCodes(ctx, tx, org, dim, values, &learn); err != nil {
				return err
			}
		}
		for key, values := range w.Attributes {
			slot, err := slotOf(ctx, tx, org, key)
			if err != nil {
				return err
			}
			learn.slots[key] = slot
			if err := giveCodes(ctx, tx, org, AttributeDim(slot), values, &learn); err != nil {
				return err
			}
		}
		return nil
	}
	err = b.DB.Write(ctx, org, give)
	for attempt := 0; db.IsConflict(err) && attempt < 5; attempt++ {
		err = b.DB.Write(ctx, org, give) // another process gave the same code at the same moment
	}
	if err != nil {
		return Codes{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, slot := range learn.slots {
		p.addSlot(key, slot)
	}
	for dim, values := range learn.codes {
		for v, code := range values {
			p.add(dim, v, code)
		}
	}
	return Codes{b, p}, nil
}

func (b *Book) has(p *page, w *Want) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for dim, values := range w.Values {
		for v := range values {
			if p.codes[dim][v] == 0 {
				return false
			}
		}
	}
	for key, values := range w.Attributes {
		slot := p.slots[key]
		if slot == 0 {
			return false
		}
		for v := range values {
			if p.codes[AttributeDim(slot)][v] == 0 {
				return false
			}
		}
	}
	return true
}

// slotOf returns an attribute's slot, giving it the next free one where it has none.
func slotOf(ctx context.Context, tx *db.Tx, org db.Org, key string) (int, error) {
	var held, most int
	err := tx.QueryRow(ctx, `select coalesce(max(case when key = $1 then slot end), 0), coalesce(max(slot), 0) from attribute where org = $2`,
		key, org).Scan(&held, &most)
	if err != nil || held > 0 {
		return held, err
	}
	if most >= analytics.MaxAttributes {
		return 0, TooMany(key)
	}
	_, err = tx.Exec(ctx, `insert into attribute (org, key, slot, name, created_at) values ($1, $2, $3, $2, $4)`, org, key, most+1, tx.Micros())
	return most + 1, err
}

// TooMany is the refusal of an organisation's attribute number 201.
func TooMany(key string) error {
	return problem.At("body.attributes."+key, "too_many_attributes", "An organisation has at most %d different attributes; %q would be one more.",
		analytics.MaxAttributes, key)
}

// giveCodes finds or makes the code of each value and writes it into learn.
func giveCodes(ctx context.Context, tx *db.Tx, org db.Org, dim string, values map[string]bool, learn *page) error {
	rows, err := tx.Query(ctx, `select coalesce(max(code), 0) + 1 from code where org = $1 and dim = $2`, org, dim)
	next, err := db.Collect(rows, err, func(r db.Scanner) (n int32, err error) { return n, r.Scan(&n) })
	if err != nil {
		return err
	}
	for v := range values {
		var code int32
		err := tx.QueryRow(ctx, `select code from code where org = $1 and dim = $2 and value = $3`, org, dim, v).Scan(&code)
		if errors.Is(err, sql.ErrNoRows) {
			code = next[0]
			next[0]++
			_, err = tx.Exec(ctx, `insert into code (org, dim, code, value) values ($1, $2, $3, $4)`, org, dim, code, v)
		}
		if err != nil {
			return err
		}
		learn.add(dim, v, code)
	}
	return nil
}

// Reserve makes sure, inside the transaction that stores a signal, that its attributes have slots, so that the 201st is
// refused to the sender rather than lost on the way to analytics.
func (b *Book) Reserve(ctx context.Context, tx *db.Tx, org db.Org, keys []string) error {
	b.mu.Lock()
	p := b.pages[org]
	missing := keys[:0:0]
	for _, k := range keys {
		if p == nil || p.slots[k] == 0 {
			missing = append(missing, k)
		}
	}
	b.mu.Unlock()
	for _, k := range missing {
		slot, err := slotOf(ctx, tx, org, k)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			if p := b.pages[org]; p != nil {
				p.addSlot(k, slot)
			}
		})
	}
	return nil
}
