package survey

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"image"
	_ "image/gif"  // to read their sizes
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"net/http"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// maxLogo bounds an image: respondents wait for it on their phones.
const maxLogo = 200 << 10

// Logo is an uploaded image.
type Logo struct {
	Hash   string `json:"logo" doc:"Names the image in a theme"`
	Type   string `json:"type" example:"image/png"`
	Bytes  int64  `json:"bytes"`
	Width  int    `json:"width" doc:"Pixels"`
	Height int    `json:"height" doc:"Pixels"`
}

// AddLogo keeps an image. It takes PNG, JPEG and GIF, which hold no script as SVG may.
func (s *Surveys) AddLogo(ctx context.Context, org db.Org, r io.Reader) (*Logo, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxLogo+1))
	if err != nil {
		return nil, problem.New(problem.Malformed, "upload_cut", "The file didn't arrive whole. Send it again.")
	}
	if len(data) > maxLogo {
		return nil, problem.New(problem.TooLarge, "logo_too_large", "A logo has at most %d kB. Make the picture smaller.", maxLogo>>10).
			With(problem.Args{"max": maxLogo >> 10})
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width > 4000 || size.Height > 4000 {
		return nil, problem.At("body", "logo_invalid", "This isn't a PNG, JPEG or GIF picture of at most 4,000 pixels each way.")
	}
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(data), maxLogo)
	if err != nil {
		return nil, err
	}
	l := &Logo{Hash: ref.Hash, Type: "image/" + kind, Bytes: ref.Size, Width: size.Width, Height: size.Height}
	return l, s.DB.Write(ctx, org, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into survey_logo (org, hash, type, bytes, created_at) values ($1, $2, $3, $4, $5)
			on conflict (org, hash) do nothing`, org, l.Hash, l.Type, l.Bytes, tx.Micros())
		return err
	})
}

// readLogo returns an image of the organisation; NotFound for any other.
func (s *Surveys) readLogo(ctx context.Context, org db.Org, hash string) (kind string, data []byte, err error) {
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `select type from survey_logo where org = $1 and hash = $2`, org, hash).Scan(&kind)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, problem.New(problem.NotFound, "logo_unknown", "There is no such image. Upload it first.")
	}
	if err != nil {
		return "", nil, err
	}
	f, err := s.Blobs.Get(hash)
	if err != nil {
		return "", nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	data, err = io.ReadAll(io.LimitReader(f, maxLogo))
	return kind, data, err
}

// checkLogo refuses a theme whose image isn't the organisation's.
func (s *Surveys) checkLogo(ctx context.Context, org db.Org, d *Definition) error {
	if d.Theme == nil || d.Theme.Logo == "" {
		return nil
	}
	_, _, err := s.readLogo(ctx, org, d.Theme.Logo)
	if problem.KindOf(err) == problem.NotFound {
		return problem.At("body.definition.theme.logo", "logo_unknown", "There is no such image. Upload it first.")
	}
	return err
}

// inline is an image within the page, for previews, which aren't served from a place where images could be.
func (s *Surveys) inline(ctx context.Context, org db.Org, t *Theme) (template.URL, error) {
	if t == nil || t.Logo == "" {
		return "", nil
	}
	kind, data, err := s.readLogo(ctx, org, t.Logo)
	if err != nil {
		return "", err
	}
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)), nil //nolint:gosec // a picture that was looked at
}

// showLogo serves the image of an open or closed survey.
func (s *Surveys) showLogo(w http.ResponseWriter, r *http.Request) {
	l, err := s.link(r.Context(), r.PathValue("token"))
	if err != nil {
		s.trouble(w, r, nil, err)
		return
	}
	if l == nil || l.def == nil || l.def.Theme == nil || l.def.Theme.Logo == "" {
		s.nothing(w, r)
		return
	}
	kind, data, err := s.readLogo(r.Context(), l.org, l.def.Theme.Logo)
	if err != nil {
		s.trouble(w, r, nil, fmt.Errorf("logo: %w", err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the respondent may have gone
}

// receiveLogo takes an upload.
func (s *Surveys) receiveLogo(org db.Org, w http.ResponseWriter, r *http.Request) {
	l, err := s.AddLogo(r.Context(), org, r.Body)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, l)
}
