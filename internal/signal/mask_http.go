package signal

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type maskingOut struct {
	ETag string `header:"ETag"`
	Body *Masking
}

func maskingOf(m *Masking, err error) (*maskingOut, error) {
	if err != nil {
		return nil, err
	}
	return &maskingOut{web.ETag(m.Version), m}, nil
}

// maskRoutes describes and serves what is masked.
func (l *Log) maskRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "masking-get", Method: http.MethodGet, Path: "/masking", Tag: "Masking", Verb: identity.MaskingRead,
		Summary: "What is masked in comments and attributes before anything is stored"},
		func(ctx context.Context, _ *struct{}) (*maskingOut, error) {
			return maskingOf(l.Masking(ctx, identity.From(ctx).Org))
		})
	web.Register(a, web.Op{ID: "masking-edit", Method: http.MethodPut, Path: "/masking", Tag: "Masking", Verb: identity.MaskingWrite,
		Summary: "Choose what is masked from now on", Doc: "What is stored already stays as it is."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    Masking
		}) (*maskingOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return maskingOf(l.SetMasking(ctx, identity.From(ctx).Org, version, &in.Body))
		})
	web.Register(a, web.Op{ID: "masking-try", Method: http.MethodPost, Path: "/masking/try", Tag: "Masking", Verb: identity.MaskingRead,
		Summary: "What would become of a text; nothing is stored"},
		func(_ context.Context, in *struct {
			Body struct {
				Masking Masking `json:"masking"`
				Text    string  `json:"text" maxLength:"20000"`
			}
		}) (*struct{ Body *Masked }, error) {
			m, err := l.TryMasking(&in.Body.Masking, in.Body.Text)
			return &struct{ Body *Masked }{m}, err
		})
}
