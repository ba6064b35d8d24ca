package casework

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type reportIn struct {
	facetIn
	From  time.Time `query:"from" doc:"30 days before the end where it isn't said"`
	To    time.Time `query:"to" doc:"Exclusive; the end of today where it isn't said"`
	By    string    `query:"by" enum:"cause,unit,rule,owner,severity,touch_point" default:"cause"`
	Grain string    `query:"grain" enum:"day,week,month" doc:"Fits the period where it isn't said"`
}

func (in *reportIn) question() ReportQuestion {
	return ReportQuestion{Facet: in.facet(), From: in.From, To: in.To, By: in.By, Grain: in.Grain}
}

func (c *Cases) reportRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "case-report", Method: http.MethodGet, Path: "/case-reports", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "How many cases were opened, resolved in time, closed and reopened, and how old the open ones are"},
		func(ctx context.Context, in *reportIn) (*struct{ Body *Report }, error) {
			r, err := c.Report(ctx, identity.From(ctx).Org, in.question())
			return &struct{ Body *Report }{r}, err
		})
	web.Register(a, web.Op{ID: "case-report-csv", Method: http.MethodGet, Path: "/case-reports.csv", Tag: "Cases", Verb: identity.CaseRead,
		Summary: "The rows of the same report as CSV"},
		func(ctx context.Context, in *reportIn) (*huma.StreamResponse, error) {
			r, err := c.Report(ctx, identity.From(ctx).Org, in.question())
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(h huma.Context) {
				h.SetHeader("Content-Type", "text/csv; charset=utf-8")
				h.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="cases-by-%s.csv"`, r.By))
				_ = r.CSV(h.BodyWriter()) // the reader went away
			}}, nil
		})
}

// CSV writes the rows and the total, as the screen shows them.
func (r *Report) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	lines := [][]string{{r.By, "opened", "resolved", "in_time", "in_time_percent", "in_time_low", "in_time_high", "closed", "reopened", "open_now", "overdue_now",
		"median_minutes", "median_low", "median_high"}}
	for _, row := range append(append([]Row{}, r.Rows...), r.Total) {
		name := row.Name
		if row.Key == "" {
			name = "total"
		} else if name == "" {
			name = row.Key
		}
		line := []string{harmless(name), whole(row.Opened), whole(row.Resolved), whole(row.InTime)}
		line = append(line, row.InTimeRate.cells()...)
		line = append(line, whole(row.Closed), whole(row.Reopened), whole(row.Open), whole(row.Overdue))
		lines = append(lines, append(line, row.Median.cells()...))
	}
	return out.WriteAll(lines)
}

func whole(n int64) string { return strconv.FormatInt(n, 10) }

func (e *Estimate) cells() []string {
	if e == nil {
		return []string{"", "", ""}
	}
	text := func(f *float64) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(*f, 'f', 1, 64)
	}
	return []string{text(&e.Value), text(e.Low), text(e.High)}
}

// harmless keeps spreadsheets from taking a name for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
