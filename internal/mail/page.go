package mail

import (
	"html"
	"strings"
)

// Page is a message that people read in both parts: the same words as text and as simple HTML, safe whatever they hold.
type Page struct {
	Language string // of the words, such as en; "" is en
	RTL      bool
	Title    string
	Lines    []string // paragraphs
	Action   string   // what the button says, or ""
	Link     string   // where it leads; shown in words too
	Foot     []string // why the reader gets this, how to stop it
}

// Text is the plain part.
func (p *Page) Text() string {
	parts := append([]string{p.Title}, p.Lines...)
	if p.Link != "" {
		parts = append(parts, p.Action+":\n"+p.Link)
	}
	if len(p.Foot) > 0 {
		parts = append(parts, "-- \n"+strings.Join(p.Foot, "\n"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// HTML is the same for eyes. Styles stand on the elements: mail programs drop style sheets.
func (p *Page) HTML() string {
	lang, dir := p.Language, "ltr"
	if lang == "" {
		lang = "en"
	}
	if p.RTL {
		dir = "rtl"
	}
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="` + html.EscapeString(lang) + `" dir="` + dir + `"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width"></head>` +
		`<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff">` +
		`<div style="max-width:560px;margin:0 auto"><h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">` + html.EscapeString(p.Title) + `</h1>`)
	for _, line := range p.Lines {
		b.WriteString(`<p style="margin:0 0 16px">` + paragraph(line) + `</p>`)
	}
	if p.Link != "" {
		link := html.EscapeString(p.Link)
		b.WriteString(`<p style="margin:24px 0"><a href="` + link + `" style="display:inline-block;padding:10px 18px;border-radius:6px;` +
			`background:#1f4fa3;color:#fff;text-decoration:none">` + html.EscapeString(p.Action) + `</a></p>` +
			`<p style="margin:0 0 16px;font-size:13px;color:#5b6675;word-break:break-all">` + link + `</p>`)
	}
	for _, line := range p.Foot {
		b.WriteString(`<p style="margin:0 0 8px;font-size:13px;color:#5b6675">` + paragraph(line) + `</p>`)
	}
	b.WriteString(`</div></body></html>`)
	return b.String()
}

// paragraph keeps a person's line breaks.
func paragraph(s string) string { return strings.ReplaceAll(html.EscapeString(s), "\n", "<br>") }
