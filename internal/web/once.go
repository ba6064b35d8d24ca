package web

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// OnceHeader lets a create be sent again after an answer that was lost: the same key makes nothing a second time.
const OnceHeader = "Idempotency-Key"

// maxOnceKey is the longest key taken, in bytes.
const maxOnceKey = 200

// Once remembers what came of creates, for the caller in ctx alone.
type Once interface {
	// Begin claims a key. It returns the answer kept of an earlier request that was the same; nil means that nobody came before,
	// and whoever claimed it calls End. A refusal says that the key belongs to another request, or that the first still runs.
	Begin(ctx context.Context, c Claim) (*Kept, error)
	// End keeps an answer, or with nil lets the key go because nothing was changed.
	End(ctx context.Context, c Claim, k *Kept) error
}

// Claim is a request by its hashes: neither key nor body can be read out of it.
type Claim struct {
	Operation string
	Key       string // SHA-256 of the key
	Body      string // of method, path and body, keyed with the key: a body may hold a password, and few are long enough to hash bare
}

// Kept is an answer to give again. Body is nil where the answer held a secret that is shown once.
type Kept struct {
	Status int
	Header map[string]string
	Body   []byte
}

// keptHeaders are the headers of an answer that mean the same when it is given again.
var keptHeaders = []string{"Content-Type", "ETag", "Location"}

// onceFor reports whether an operation is done once per key: it creates, knows its caller, and doesn't read the key itself.
func onceFor(o Op, input reflect.Type) bool {
	if o.Method != http.MethodPost || o.Status != http.StatusCreated || o.Verb == Public {
		return false
	}
	for i := range input.NumField() {
		if input.Field(i).Tag.Get("header") == OnceHeader {
			return false
		}
	}
	return true
}

func describeOnce(op *huma.Operation) {
	longest := maxOnceKey
	op.Parameters = append(op.Parameters, &huma.Param{Name: OnceHeader, In: "header", Schema: &huma.Schema{Type: "string", MaxLength: &longest},
		Description: "Any text of yours, best a UUID. The same request with the same key within 24 hours is answered as the first was, and makes nothing again."})
}

// onlyOnce runs an operation unless it was done before under the same key.
func (a *API) onlyOnce(op *huma.Operation, r *http.Request, w http.ResponseWriter, next func(huma.Context)) {
	c, err := claim(op, r, w)
	if err != nil {
		WriteProblem(w, r, err)
		return
	}
	kept, err := a.Once.Begin(r.Context(), c)
	if err != nil {
		WriteProblem(w, r, err)
		return
	}
	if kept != nil {
		replay(w, r, kept)
		return
	}
	rec := &recording{ResponseWriter: w, header: http.Header{}}
	next(humago.NewContext(op, r, rec)) // if this panics nobody knows what was done, and the claim stays
	if err := a.Once.End(context.WithoutCancel(r.Context()), c, rec.kept(op)); err != nil {
		slog.ErrorContext(r.Context(), "could not keep an answer", "operation", op.OperationID, "error", err)
	}
	rec.send()
}

func claim(op *huma.Operation, r *http.Request, w http.ResponseWriter) (Claim, error) {
	key := r.Header.Get(OnceHeader)
	for _, b := range []byte(key) {
		if b < ' ' || b > '~' || len(key) > maxOnceKey {
			return Claim{}, problem.At("header."+OnceHeader, "idempotency_key_form", "A key has at most %d printable ASCII characters.", maxOnceKey)
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, op.MaxBodyBytes))
	if err != nil {
		return Claim{}, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	hash := hmac.New(sha256.New, []byte(key))
	hash.Write([]byte(r.Method + " " + r.URL.RequestURI() + "\n"))
	hash.Write(body)
	sum := sha256.Sum256([]byte(key))
	return Claim{Operation: op.OperationID, Key: hex.EncodeToString(sum[:]), Body: hex.EncodeToString(hash.Sum(nil))}, nil
}

func replay(w http.ResponseWriter, r *http.Request, k *Kept) {
	if k.Body == nil {
		WriteProblem(w, r, problem.New(problem.Conflict, "shown_once", "This was done already, and its answer held a secret that is shown only once."))
		return
	}
	for name, v := range k.Header {
		w.Header().Set(name, v)
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.WriteHeader(k.Status)
	_, _ = w.Write(k.Body) //nolint:gosec // JSON that this program wrote itself; the client may have gone
}

// recording holds an answer back until it is kept.
type recording struct {
	http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recording) Header() http.Header         { return r.header }
func (r *recording) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recording) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recording) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// kept is what a repeat is answered with; nil where the request was refused and may be sent again, put right.
func (r *recording) kept(op *huma.Operation) *Kept {
	if r.status >= 400 && r.status < 500 || r.status == http.StatusServiceUnavailable || r.status == http.StatusInsufficientStorage {
		return nil
	}
	k := &Kept{Status: r.status, Header: map[string]string{}, Body: append([]byte{}, r.body.Bytes()...)}
	for _, name := range keptHeaders {
		if v := r.header.Get(name); v != "" {
			k.Header[name] = v
		}
	}
	if secret, _ := op.Metadata["secret"].(bool); secret {
		k.Body = nil
	}
	return k
}

func (r *recording) send() {
	for name, v := range r.header {
		r.ResponseWriter.Header()[name] = v
	}
	r.ResponseWriter.WriteHeader(r.status)
	_, _ = r.ResponseWriter.Write(r.body.Bytes()) // the client may have gone
}
