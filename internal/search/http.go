package search

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the search.
func (s *Search) Routes(a *web.API) {
	web.Register(a, web.Op{ID: "signal-search", Method: http.MethodGet, Path: "/search", Tag: "Signals", Verb: identity.SignalRead,
		Summary: "Search comments by their words",
		Doc: "Words in any order; `\"a phrase\"`; `begin*` for words that begin so; `-not` to leave out; `late OR slow` for either. Case and " +
			"accents don't matter. Conditions and period are those of a figure. As a condition of figures, lists and exports: `words:…`."},
		func(ctx context.Context, in *struct {
			Q      string   `query:"q" required:"true"`
			Where  []string `query:"where,explode" maxItems:"50"`
			From   string   `query:"from"`
			To     string   `query:"to"`
			Sort   Sort     `query:"sort" enum:"newest,relevance" default:"newest"`
			Cursor string   `query:"cursor"`
			Limit  int      `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*struct{ Body *Page }, error) {
			p, err := s.Find(ctx, identity.From(ctx).Org, Ask{Words: in.Q, Where: in.Where, From: in.From, To: in.To, Sort: in.Sort,
				Cursor: in.Cursor, Limit: in.Limit})
			return &struct{ Body *Page }{p}, err
		})
}
