package customer

import (
	"bufio"
	"context"
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// export writes the customers of a list as CSV, page after page, so that a million of them need no memory.
func (c *Customers) export(w http.ResponseWriter, r *http.Request) {
	in := r.URL.Query()
	q := Query{Search: in.Get("search"), Segment: in.Get("segment"), Limit: maxPage}
	ctx, org := r.Context(), identity.From(r.Context()).Org
	if err := identity.Clean(q.Search+q.Segment, "query.search"); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	f, err := c.Fields(ctx, org)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	first, next, err := c.exported(ctx, org, q)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="customers.csv"`)
	buffered := bufio.NewWriterSize(w, 64<<10)
	_, _ = buffered.WriteString("\ufeff") // spreadsheets take it for UTF-8
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	head := []string{"id", "external_id", "name", "email", "phone", "language", "zone", "address", "segments", "do_not_contact", "known_since"}
	for _, a := range f.Attributes {
		head = append(head, "attributes."+a.Key)
	}
	err = out.Write(head)
	for page := first; err == nil; page, next, err = c.exported(ctx, org, q) {
		for _, k := range page {
			if err := out.Write(k.cells(f)); err != nil {
				return // the client has gone
			}
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	if err != nil {
		// The headers are out: cutting the connection is the only way left to say that the file isn't whole.
		panic(http.ErrAbortHandler)
	}
	out.Flush()
	_ = buffered.Flush()
}

func (c *Customers) exported(ctx context.Context, org db.Org, q Query) (list []Detail, next string, err error) {
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = queryDetails(ctx, tx, org, q); return err })
	if len(list) == q.Limit {
		next = string(list[len(list)-1].ID)
	}
	return list, next, err
}

func (k *Detail) cells(f *Fields) []string {
	quiet := ""
	if k.Preferences.DoNotContact {
		quiet = "yes"
	}
	out := []string{string(k.ID), k.ExternalID, k.Name, k.Email, k.Phone, k.Language, k.Zone, k.Address, strings.Join(k.Segments, " "), quiet,
		k.CreatedAt.Format("2006-01-02T15:04:05Z")}
	for _, a := range f.Attributes {
		out = append(out, k.Attributes[a.Key])
	}
	for i := range out {
		out[i] = harmless(out[i])
	}
	return out
}

var number = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// harmless puts an apostrophe before what a spreadsheet would take for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && !number.MatchString(s) {
		return "'" + s
	}
	return s
}
