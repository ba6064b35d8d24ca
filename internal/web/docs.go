package web

import (
	"html/template"
	"net/http"
	"sort"

	"github.com/danielgtaylor/huma/v2"
)

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Touchstone API</title><style>
body{font:14px/1.5 system-ui,sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color-scheme:light dark}
code{font-family:ui-monospace,monospace}td,th{padding:4px 12px 4px 0;text-align:left;vertical-align:top}h2{margin-top:32px}</style></head><body>
<h1>Touchstone API</h1><p>The full description, with every field: <a href="openapi.json">openapi.json</a>.
Send <code>Authorization: Bearer ts_…</code>. Refusals are problem documents (RFC 9457).</p>
{{range .}}<h2>{{.Tag}}</h2><table><thead><tr><th>Operation</th><th>What it does</th><th>Permission</th></tr></thead><tbody>
{{range .Ops}}<tr><td><code>{{.Method}} {{.Path}}</code></td><td>{{.Summary}}</td><td>{{index .Extensions "x-verb"}}</td></tr>{{end}}
</tbody></table>{{end}}</body></html>`))

// docs serves a plain page of all operations, without any third party's script.
func (a *API) docs(w http.ResponseWriter, _ *http.Request) {
	type group struct {
		Tag string
		Ops []*huma.Operation
	}
	by := map[string]*group{}
	for _, op := range Operations(a.Huma.OpenAPI()) {
		tag := op.Tags[0]
		if by[tag] == nil {
			by[tag] = &group{Tag: tag}
		}
		by[tag].Ops = append(by[tag].Ops, op)
	}
	groups := make([]*group, 0, len(by))
	for _, g := range by {
		groups = append(groups, g)
	}
	sort.Slice(groups, func(i, j int) bool { return groups[i].Tag < groups[j].Tag })
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = docsPage.Execute(w, groups) // the client may have gone
}

// Operations lists every described operation, by path and method.
func Operations(o *huma.OpenAPI) []*huma.Operation {
	var out []*huma.Operation
	for _, p := range o.Paths {
		for _, op := range []*huma.Operation{p.Get, p.Post, p.Put, p.Patch, p.Delete} {
			if op != nil {
				out = append(out, op)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Path != out[j].Path {
			return out[i].Path < out[j].Path
		}
		return out[i].Method < out[j].Method
	})
	return out
}
