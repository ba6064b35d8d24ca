// Package web is the HTTP ground: one API described by its own types, one way to refuse, one place where permission is asked.
package web

import (
	"context"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Verb names what an operation does, for the permission table. Two are known here; the others are the business's.
type Verb string

// Public operations are open to anyone; SignedIn ones to every member of an organisation.
const (
	Public   Verb = "public"
	SignedIn Verb = "signed_in"
)

// Guard decides whether a request may perform a verb. It returns the context in which the operation runs, with the caller
// in it, or a problem.
type Guard func(r *http.Request, verb Verb) (context.Context, error)

// API is where capabilities register their operations.
type API struct {
	Huma  huma.API
	Mux   *http.ServeMux
	Once  Once // remembers creates by their Idempotency-Key; without it the header says nothing
	guard Guard
}

// Prefix is where operations live; the description and its page are beside it.
const Prefix = "/api"

var setErrors sync.Once // huma keeps its error constructor in a global; it is set once and never changes

// New makes an API on a mux of its own.
func New(version string, guard Guard) *API {
	setErrors.Do(func() { huma.NewErrorWithContext = newProblem; huma.NewError = newBareProblem })
	mux := http.NewServeMux()
	a := &API{Mux: mux, guard: guard}
	a.Huma = humago.NewWithPrefix(mux, Prefix, config(version))
	a.Huma.UseMiddleware(a.permit)
	mux.HandleFunc("GET "+Prefix+"/docs", a.docs)
	mux.HandleFunc(Prefix+"/", func(w http.ResponseWriter, r *http.Request) {
		WriteProblem(w, r, notHere(r))
	})
	return a
}

func config(version string) huma.Config {
	c := huma.DefaultConfig("Touchstone", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/openapi", "", ""
	c.CreateHooks = nil // no $schema in bodies
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token, made under Settings or with `touchstone token create`."},
		"session": {Type: "apiKey", In: "cookie", Name: "touchstone"},
	}
	c.Info.Description = "Everything the screens do. Times are UTC, `to` is exclusive, percentages are 0 to 100."
	return c
}

// schemaName names schemas after package and type, because two packages may both have a Filter and huma panics on that.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if p := path.Base(t.PkgPath()); t.Name() != "" && p != "v2" && p != "web" && !strings.EqualFold(p, name) {
		name = strings.ToUpper(p[:1]) + p[1:] + name
	}
	return name
}

// Op describes one operation.
type Op struct {
	ID      string // lower-case-with-hyphens, noun first: case-list
	Method  string
	Path    string // below /api/v1
	Tag     string
	Summary string
	Doc     string
	Verb    Verb
	Status  int // of success; 0 is 200, or 204 where there is no body
	MaxBody int64
	Secret  bool // its answer holds something shown once, which is kept nowhere
}

func (o Op) huma() huma.Operation {
	h := huma.Operation{
		OperationID: o.ID, Method: o.Method, Path: "/v1" + o.Path, Tags: []string{o.Tag}, Summary: o.Summary,
		Description: o.Doc, DefaultStatus: o.Status, MaxBodyBytes: o.MaxBody, Metadata: map[string]any{"verb": o.Verb},
		Extensions: map[string]any{"x-verb": string(o.Verb)},
	}
	if o.Verb != Public {
		h.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	}
	return h
}

// Register adds an operation whose input and output types are its schema.
func Register[I, O any](a *API, o Op, fn func(context.Context, *I) (*O, error)) {
	if o.Verb == "" {
		panic("operation " + o.ID + " declares no verb")
	}
	op := o.huma()
	if onceFor(o, reflect.TypeFor[I]()) {
		op.Metadata["once"], op.Metadata["secret"] = true, o.Secret
		describeOnce(&op)
	}
	huma.Register(a.Huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, in)
		if err != nil {
			return nil, &cause{err} // so that newProblem sees it, whatever its type
		}
		return out, nil
	})
}

// Raw adds an operation served by plain net/http, for hot paths, uploads and streams. It is described and guarded as any
// other; describe may fill in bodies and parameters.
func (a *API) Raw(o Op, describe func(*huma.Operation), h http.HandlerFunc) {
	if o.Verb == "" {
		panic("operation " + o.ID + " declares no verb")
	}
	op := o.huma()
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{"default": {Description: "See the description."}}
	}
	for name := range params(o.Path) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	}
	if describe != nil {
		describe(&op)
	}
	a.Huma.OpenAPI().AddOperation(&op)
	a.Mux.HandleFunc(o.Method+" "+Prefix+op.Path, func(w http.ResponseWriter, r *http.Request) {
		ctx, err := a.admit(r, o.Verb)
		if err != nil {
			WriteProblem(w, r, err)
			return
		}
		h(w, r.WithContext(ctx))
	})
}

// Describe fills in the bodies of a raw operation from Go types.
func Describe[I, O any](a *API, media string) func(*huma.Operation) {
	schemas := a.Huma.OpenAPI().Components.Schemas
	return func(op *huma.Operation) {
		body := func(t reflect.Type) map[string]*huma.MediaType {
			return map[string]*huma.MediaType{media: {Schema: schemas.Schema(t, true, t.Name())}}
		}
		op.RequestBody = &huma.RequestBody{Required: true, Content: body(reflect.TypeFor[I]())}
		op.Responses = map[string]*huma.Response{
			"200":     {Description: "Done", Content: body(reflect.TypeFor[O]())},
			"default": {Description: "A problem"},
		}
		if op.DefaultStatus != 0 {
			op.Responses[strconv.Itoa(op.DefaultStatus)] = op.Responses["200"]
		}
	}
}

func params(p string) map[string]bool {
	out := map[string]bool{}
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, "{") {
			out[strings.Trim(part, "{}.")] = true
		}
	}
	return out
}

// permit asks the guard before huma reads the input, so that a stranger learns nothing from validation.
func (a *API) permit(ctx huma.Context, next func(huma.Context)) {
	verb, _ := ctx.Operation().Metadata["verb"].(Verb)
	r, w := humago.Unwrap(ctx)
	inner, err := a.admit(r, verb)
	if err != nil {
		WriteProblem(w, r, err)
		return
	}
	if ctx.Operation().Metadata["once"] == true && a.Once != nil && r.Header.Get(OnceHeader) != "" {
		a.onlyOnce(ctx.Operation(), r.WithContext(inner), w, next)
		return
	}
	next(huma.WithContext(ctx, inner))
}

func (a *API) admit(r *http.Request, verb Verb) (context.Context, error) {
	ctx, err := a.guard(r, verb)
	if err != nil {
		return nil, err
	}
	return ctx, readable(r)
}

// Routes is what every capability implements.
type Routes interface{ Routes(*API) }
