package impact

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/xuri/excelize/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func (a *Areas) fileRoutes(api *web.API) {
	file := func(kind string) func(*huma.Operation) {
		return func(o *huma.Operation) {
			o.Parameters = append(o.Parameters, &huma.Param{Name: "where", In: "query", Explode: yes(), Schema: &huma.Schema{Type: "array", Items: &huma.Schema{Type: "string"}}})
			if kind == "" {
				o.Parameters = append(o.Parameters, &huma.Param{Name: "format", In: "query", Schema: &huma.Schema{Type: "string", Enum: []any{"csv", "xlsx"}}})
				kind = "application/octet-stream"
			}
			o.Responses = map[string]*huma.Response{"200": {Description: "A file", Content: map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
		}
	}
	api.Raw(read("impact-export", "/impact/file", "The ranking as a file: CSV or XLSX"), file(""), a.export)
	api.Raw(read("impact-report-pdf", "/impact/report", "The vulnerability report: one page, PDF"), file("application/pdf"), a.report)
}

func yes() *bool { t := true; return &t }

// table is the ranking in rows, the head first.
func (r *Ranking) table() [][]any {
	c := r.Currency
	rows := [][]any{{"rank", "area", "touch_points", "state", "amount_p10", "amount_p50", "amount_p90", "loss_of_business_p50", "repeat_custom_p50", "word_of_mouth_p50",
		"currency", "horizon_days", "rank_from", "rank_to", "costliest_share", "share_of_all_p50", "cumulative_share_p50", "failing_customers_a_month", "grade", "why_no_amount"}}
	for i := range r.Areas {
		a := &r.Areas[i]
		points := strings.Join(a.TouchPoints, " ")
		if a.Missing != nil {
			rows = append(rows, []any{"", a.Name, points, string(a.State), "", "", "", "", "", "", c, r.Horizon, "", "", "", "", "", roundTo(a.Monthly, 1), "", a.Missing.Message})
			continue
		}
		rows = append(rows, []any{i + 1, a.Name, points, string(a.State), major(a.Total.P10, c), major(a.Total.P50, c), major(a.Total.P90, c), major(a.Business.P50, c),
			major(a.Repeat.P50, c), major(a.Words.P50, c), c, r.Horizon, a.RankLow, a.RankHigh, a.Costliest, a.Share.P50, a.Cumulative.P50, roundTo(a.Monthly, 1), a.Grade, ""})
	}
	return rows
}

func (a *Areas) export(w http.ResponseWriter, req *http.Request) {
	ctx, format := req.Context(), req.URL.Query().Get("format")
	if !slices.Contains([]string{"", "csv", "xlsx"}, format) {
		web.WriteProblem(w, req, problem.At("query.format", "format_unknown", "The ranking is written as csv or xlsx."))
		return
	}
	r, err := a.Ranking(ctx, identity.From(ctx).Org, req.URL.Query()["where"])
	if err != nil {
		web.WriteProblem(w, req, err)
		return
	}
	var b []byte
	kind := "text/csv; charset=utf-8"
	if format == "xlsx" {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		b, err = spreadsheet(r)
	} else {
		format = "csv"
		b, err = commas(r)
	}
	if err != nil {
		web.WriteProblem(w, req, fmt.Errorf("write the ranking: %w", err))
		return
	}
	send(w, b, kind, "attachment", "impact-areas-"+a.DB.Now().UTC().Format(time.DateOnly)+"."+format)
}

func send(w http.ResponseWriter, b []byte, kind, how, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	_, _ = w.Write(b) //nolint:gosec // a file, never a page; nobody left to tell
}

func commas(r *Ranking) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // spreadsheet programs need it to know UTF-8
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	for _, row := range r.table() {
		line := make([]string, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case float64:
				line[i] = strconv.FormatFloat(v, 'f', -1, 64)
			case string:
				line[i] = v
				if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
					line[i] = "'" + v // else a spreadsheet program takes somebody's words for a formula
				}
			default:
				line[i] = fmt.Sprint(v)
			}
		}
		_ = out.Write(line) // the writer keeps its first error
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

func spreadsheet(r *Ranking) ([]byte, error) {
	x := excelize.NewFile()
	defer func() { _ = x.Close() }() // only in memory
	const sheet = "Impact areas"
	if err := x.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	for i, row := range r.table() {
		if err := x.SetSheetRow(sheet, "A"+itoa(i+1), &row); err != nil {
			return nil, err
		}
	}
	bold, err := x.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if err := x.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return nil, err
	}
	if err := x.SetColWidth(sheet, "B", "B", 40); err != nil {
		return nil, err
	}
	if err := x.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = x.WriteTo(&b)
	return b.Bytes(), err
}

func (a *Areas) report(w http.ResponseWriter, req *http.Request) {
	b, err := a.PDF(req.Context(), req.URL.Query()["where"])
	if err != nil {
		web.WriteProblem(w, req, err)
		return
	}
	send(w, b, "application/pdf", "inline", "vulnerability-"+a.DB.Now().UTC().Format(time.DateOnly)+".pdf")
}

// PDF draws the one page for an executive.
func (a *Areas) PDF(ctx context.Context, where []string) ([]byte, error) {
	caller := identity.From(ctx)
	r, err := a.Ranking(ctx, caller.Org, where)
	if err != nil {
		return nil, err
	}
	o, err := a.People.Organisation(ctx, caller.Org)
	if err != nil {
		return nil, err
	}
	d := &paper{Ranking: r, organisation: o.Name, by: caller.Name, made: a.DB.Now().In(o.Location())}
	if r.Run != "" {
		m, err := a.RunOf(ctx, caller.Org, r.Run)
		if err != nil {
			return nil, err
		}
		d.sources(m.Areas)
		d.hash = m.Hash
	}
	return d.draw()
}
