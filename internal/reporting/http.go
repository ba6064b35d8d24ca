package reporting

import (
	"context"
	"html"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type reportOut struct {
	ETag string `header:"ETag"`
	Body *Report
}

func out(p *Report, err error) (*reportOut, error) {
	if err != nil {
		return nil, err
	}
	return &reportOut{ETag: web.ETag(p.Version), Body: p}, nil
}

// Routes describes and serves reports.
func (r *Reports) Routes(a *web.API) {
	const tag = "Reports"
	type byID struct {
		ID ID `path:"id"`
	}
	op := func(id, method, path, summary string) web.Op {
		return web.Op{ID: id, Method: method, Path: path, Tag: tag, Verb: identity.ReportWrite, Summary: summary}
	}
	web.Register(a, op("report-list", http.MethodGet, "/reports", "One's own reports by name; administrators see everybody's"),
		func(ctx context.Context, _ *struct{}) (*web.List[Report], error) {
			all, err := r.List(ctx, identity.From(ctx).Org)
			return web.ListOf(all, "", err)
		})
	create := op("report-create", http.MethodPost, "/reports", "Have a dashboard or a saved view sent by e-mail")
	create.Status = 201
	web.Register(a, create, func(ctx context.Context, in *struct {
		RetryKey string `header:"Idempotency-Key" doc:"Sending the same again answers with the same report"`
		Body     Input
	}) (*reportOut, error) {
		return out(r.Create(ctx, identity.From(ctx).Org, in.Body))
	})
	web.Register(a, op("report-get", http.MethodGet, "/reports/{id}", "One report"),
		func(ctx context.Context, in *byID) (*reportOut, error) {
			return out(r.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, op("report-edit", http.MethodPut, "/reports/{id}", "Change a report"),
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id"`
			IfMatch string `header:"If-Match" doc:"The ETag of what was edited"`
			Body    Input
		}) (*reportOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return out(r.Edit(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, op("report-delete", http.MethodDelete, "/reports/{id}", "Remove a report and its history"),
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, r.Delete(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, op("report-send", http.MethodPost, "/reports/{id}/send", "Send it now, to the caller alone"),
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, r.Now(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, op("report-runs", http.MethodGet, "/reports/{id}/runs", "When it was made, and what became of each mail"),
		func(ctx context.Context, in *byID) (*web.List[Run], error) {
			all, err := r.Runs(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(all, "", err)
		})
	a.Raw(op("report-pdf", http.MethodGet, "/reports/{id}/pdf", "The document as it would go out now"), func(o *huma.Operation) {
		o.Responses = map[string]*huma.Response{"200": {Description: "PDF", Content: map[string]*huma.MediaType{
			"application/pdf": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
	}, r.pdf)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		id := map[string]string{http.MethodGet: "report-stop-ask", http.MethodPost: "report-stop"}[method]
		a.Raw(web.Op{ID: id, Method: method, Path: "/report-stop", Tag: tag, Verb: web.Public,
			Summary: "Stop a report that one gets by e-mail", Doc: "GET asks, POST does it (RFC 8058). The token is in the mail."}, describeStop, r.stop)
	}
}

func describeStop(o *huma.Operation) {
	o.Parameters = append(o.Parameters, &huma.Param{Name: "token", In: "query", Required: true, Schema: &huma.Schema{Type: "string"}})
	o.Responses = map[string]*huma.Response{"200": {Description: "A page", Content: map[string]*huma.MediaType{"text/html": {Schema: &huma.Schema{Type: "string"}}}}}
}

func (r *Reports) pdf(w http.ResponseWriter, req *http.Request) {
	p, b, err := r.PDF(req.Context(), identity.From(req.Context()).Org, ID(req.PathValue("id")))
	if err != nil {
		web.WriteProblem(w, req, err)
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": fileName(p.Name, r.DB.Now().UTC())}))
	_, _ = w.Write(b) // nobody left to tell
}

// stop asks a person, and does it when they, or their mail program, say so.
func (r *Reports) stop(w http.ResponseWriter, req *http.Request) {
	token := req.URL.Query().Get("token")
	said := `<h1>Stop this report?</h1><form method="post" action="/api/v1/report-stop?token=` + html.EscapeString(token) +
		`"><button>Stop sending it to me</button></form>`
	if req.Method == http.MethodPost {
		if err := r.Stop(req.Context(), token); err != nil {
			web.WriteProblem(w, req, err)
			return
		}
		said = `<h1>Stopped</h1><p>This report isn't sent to you any more.</p>`
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Referrer-Policy", "no-referrer")
	_, _ = w.Write([]byte(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<title>Report</title></head><body style="font:16px/1.5 system-ui,sans-serif;max-width:480px;margin:48px auto;padding:0 16px">` + said + `</body></html>`))
}
