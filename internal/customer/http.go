package customer

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Routes describes and serves the customer API.
func (c *Customers) Routes(a *web.API) {
	c.listRoutes(a)
	c.oneRoutes(a)
	c.mergeRoutes(a)
	c.purchaseRoutes(a)
	c.fieldRoutes(a)
}

type one struct {
	ETag string `header:"ETag"`
	Body *Detail
}

func oneOf(k *Detail, err error) (*one, error) {
	if err != nil {
		return nil, err
	}
	return &one{ETag: web.ETag(k.Version), Body: k}, nil
}

type byID struct {
	ID ID `path:"id" maxLength:"60"`
}

const tag = "Customers"

func (c *Customers) listRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "customer-list", Method: http.MethodGet, Path: "/customers", Tag: tag, Verb: identity.PeopleRead,
		Summary: "Customers, newest first", Doc: "A search looks into names, addresses, phone numbers and every identifier; who was merged is found as the survivor."},
		func(ctx context.Context, in *struct {
			Search  string `query:"search" maxLength:"100"`
			Segment string `query:"segment" maxLength:"64" doc:"Key"`
			Cursor  string `query:"cursor" maxLength:"60"`
			Limit   int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Customer], error) {
			return web.ListOf(c.Page(ctx, identity.From(ctx).Org, Query{Search: in.Search, Segment: in.Segment, Cursor: in.Cursor, Limit: in.Limit}))
		})
	a.Raw(web.Op{ID: "customer-export", Method: http.MethodGet, Path: "/customers.csv", Tag: tag, Verb: identity.PeopleRead,
		Summary: "Customers as CSV", Doc: "The same search and segment as for the list."},
		func(op *huma.Operation) {
			for _, name := range []string{"search", "segment"} {
				op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: "string"}})
			}
			op.Responses = map[string]*huma.Response{"200": {Description: "A file", Content: map[string]*huma.MediaType{"text/csv": {}}}}
		}, c.export)
	web.Register(a, web.Op{ID: "customer-create", Method: http.MethodPost, Path: "/customers", Tag: tag, Verb: identity.PeopleWrite,
		Summary: "Add a customer", Status: 201},
		func(ctx context.Context, in *struct{ Body New }) (*one, error) {
			return oneOf(c.Add(ctx, identity.From(ctx).Org, in.Body))
		})
}

func (c *Customers) oneRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "customer-get", Method: http.MethodGet, Path: "/customers/{id}", Tag: tag, Verb: identity.CustomerRead,
		Summary: "One customer", Doc: "The id of one who was merged leads to the survivor. Agents see those of their cases."},
		func(ctx context.Context, in *byID) (*one, error) {
			return oneOf(c.Find(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "customer-edit", Method: http.MethodPatch, Path: "/customers/{id}", Tag: tag, Verb: identity.CustomerWrite,
		Summary: "Change what is known of a customer"},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    Edit
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(c.Change(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "customer-timeline", Method: http.MethodGet, Path: "/customers/{id}/timeline", Tag: tag, Verb: identity.CustomerRead,
		Summary: "Everything that happened with a customer, newest first", Doc: "Each kind for who may see it: signals, for one, aren't shown to agents."},
		func(ctx context.Context, in *struct {
			ID     ID       `path:"id" maxLength:"60"`
			Kind   []string `query:"kind,explode" maxItems:"10" doc:"Only these: signal, case, commitment, purchase, message, consent, merge"`
			Cursor string   `query:"cursor" maxLength:"100"`
			Limit  int      `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Entry], error) {
			var kinds []EntryKind
			for _, list := range in.Kind {
				for s := range strings.SplitSeq(list, ",") {
					kinds = append(kinds, EntryKind(s))
				}
			}
			return web.ListOf(c.History(ctx, identity.From(ctx).Org, in.ID, kinds, in.Cursor, in.Limit))
		})
	web.Register(a, web.Op{ID: "customer-scores", Method: http.MethodGet, Path: "/customers/{id}/scores", Tag: tag, Verb: identity.CustomerRead,
		Summary: "What a customer's signals said, metric by metric", Doc: "Of the latest 500 signals. Empty for who may not see signals."},
		func(ctx context.Context, in *byID) (*web.List[Score], error) {
			list, err := c.ScoresOf(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "customer-consent", Method: http.MethodPost, Path: "/customers/{id}/consents", Tag: tag, Verb: identity.CustomerWrite,
		Status: 201, Summary: "Record that a customer gave or withdrew consent", Doc: "The ledger is only added to."},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body ConsentInput
		}) (*one, error) {
			return oneOf(c.RecordConsent(ctx, identity.From(ctx).Org, in.ID, in.Body))
		})
	type may struct {
		Body struct {
			May     bool   `json:"may"`
			Reason  Reason `json:"reason,omitempty" enum:"do_not_contact,channel_unwanted,consent_withdrawn,consent_missing,no_address"`
			Message string `json:"message"`
		}
	}
	web.Register(a, web.Op{ID: "customer-may-contact", Method: http.MethodGet, Path: "/customers/{id}/may-contact", Tag: tag, Verb: identity.CustomerRead,
		Summary: "Whether a customer may be contacted, and if not, why"},
		func(ctx context.Context, in *struct {
			ID      ID      `path:"id" maxLength:"60"`
			Channel Channel `query:"channel" required:"true" enum:"email,phone,sms,post"`
			Purpose string  `query:"purpose" required:"true" enum:"service,survey,marketing,research"`
		}) (*may, error) {
			k, err := c.Find(ctx, identity.From(ctx).Org, in.ID)
			if err != nil {
				return nil, err
			}
			out, why := &may{}, k.may(in.Channel, in.Purpose)
			out.Body.May, out.Body.Reason, out.Body.Message = why == May, why, why.Sentence()
			return out, nil
		})
}

// ScoresOf sums up what a customer's signals said, for who may see signals.
func (c *Customers) ScoresOf(ctx context.Context, org db.Org, id ID) ([]Score, error) {
	k, err := c.Find(ctx, org, id)
	if err != nil || c.Scores == nil || !identity.From(ctx).May(identity.SignalRead) {
		return nil, err
	}
	return c.Scores(ctx, org, k.Family())
}

func (c *Customers) mergeRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "customer-duplicates", Method: http.MethodGet, Path: "/customers/{id}/duplicates", Tag: tag, Verb: identity.PeopleRead,
		Summary: "Who may be the same as a customer"},
		func(ctx context.Context, in *byID) (*web.List[Duplicate], error) {
			list, err := c.Duplicates(ctx, identity.From(ctx).Org, in.ID)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "customer-pairs", Method: http.MethodGet, Path: "/customer-duplicates", Tag: tag, Verb: identity.PeopleRead,
		Summary: "Customers who may be the same, the likeliest first"},
		func(ctx context.Context, in *struct {
			Limit int `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[Pair], error) {
			list, err := c.Pairs(ctx, identity.From(ctx).Org, in.Limit)
			return web.ListOf(list, "", err)
		})
	web.Register(a, web.Op{ID: "customer-merge", Method: http.MethodPost, Path: "/customers/{id}/merges", Tag: tag, Verb: identity.PeopleWrite,
		Status: 201, Summary: "Merge another customer into this one", Doc: "Nothing is lost: the merge can be undone."},
		func(ctx context.Context, in *struct {
			ID      ID     `path:"id" maxLength:"60"`
			IfMatch string `header:"If-Match"`
			Body    MergeInput
		}) (*one, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return oneOf(c.Merge(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "customer-unmerge", Method: http.MethodPost, Path: "/customer-merges/{id}/undo", Tag: tag, Verb: identity.PeopleWrite,
		Summary: "Undo a merge", Doc: "The latest into a customer first."},
		func(ctx context.Context, in *struct {
			ID string `path:"id" maxLength:"60"`
		}) (*one, error) {
			return oneOf(c.Unmerge(ctx, identity.From(ctx).Org, in.ID))
		})
	web.Register(a, web.Op{ID: "customer-different", Method: http.MethodPut, Path: "/customers/{id}/different/{other}", Tag: tag, Verb: identity.PeopleWrite,
		Summary: "Note whether two customers are two people"},
		func(ctx context.Context, in *struct {
			ID    ID `path:"id" maxLength:"60"`
			Other ID `path:"other" maxLength:"60"`
			Body  struct {
				Different bool `json:"different"`
			}
		}) (*struct{}, error) {
			return nil, c.Different(ctx, identity.From(ctx).Org, in.ID, in.Other, in.Body.Different)
		})
}

// PurchaseInput is one purchase as it is sent in.
type PurchaseInput struct {
	Key      string        `json:"key" maxLength:"200" doc:"The order's, unique in the organisation: told again it changes nothing, told otherwise the last word holds" example:"2026-10023"`
	Customer *Ref          `json:"customer,omitempty" doc:"Not where the address names the customer"`
	At       time.Time     `json:"at"`
	Product  string        `json:"product,omitempty" maxLength:"200"`
	Amount   string        `json:"amount" maxLength:"30" example:"12.50" doc:"For all pieces, in major units"`
	Currency string        `json:"currency" maxLength:"3" minLength:"3" example:"EUR"`
	Quantity int64         `json:"quantity,omitempty" default:"1" doc:"1 to 1,000,000"`
	State    PurchaseState `json:"state,omitempty" enum:"bought,cancelled,returned" doc:"bought where it isn't said"`
}

func (in *PurchaseInput) purchase(place string) (Purchase, error) {
	minor, err := ParseMoney(in.Amount, in.Currency, place)
	return Purchase{Key: in.Key, Who: in.Customer, At: in.At, Product: in.Product, Amount: minor, Currency: in.Currency, Quantity: in.Quantity, State: in.State}, err
}

// maxPurchases is how many purchases one request may bring.
const maxPurchases = 1000

func (c *Customers) purchaseRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "purchase-add", Method: http.MethodPost, Path: "/customers/{id}/purchases", Tag: tag, Verb: identity.PeopleWrite,
		Status: 201, Summary: "Add a purchase of a customer, or say what became of it"},
		func(ctx context.Context, in *struct {
			ID   ID `path:"id" maxLength:"60"`
			Body PurchaseInput
		}) (*one, error) {
			org := identity.From(ctx).Org
			k, err := c.Find(ctx, org, in.ID)
			if err != nil {
				return nil, err
			}
			p, err := in.Body.purchase("body")
			if err != nil {
				return nil, err
			}
			p.Customer = k.ID
			if err := p.Validate("body", c.DB.Now()); err != nil {
				return nil, err
			}
			if err := c.DB.Write(ctx, org, func(tx *db.Tx) error { _, err := c.AddPurchases(ctx, tx, org, []Purchase{p}); return err }); err != nil {
				return nil, err
			}
			return oneOf(c.Find(ctx, org, k.ID))
		})
	type told struct{ Body Told }
	web.Register(a, web.Op{ID: "purchase-batch", Method: http.MethodPost, Path: "/purchases", Tag: tag, Verb: identity.PeopleWrite, MaxBody: 4 << 20,
		Summary: "Tell of many purchases", Doc: "At most 1,000. All of them are stored, or none."},
		func(ctx context.Context, in *struct {
			Body struct {
				Items []PurchaseInput `json:"items" minItems:"1" maxItems:"1000"`
			}
		}) (*told, error) {
			if len(in.Body.Items) > maxPurchases {
				return nil, problem.At("body.items", "too_many_purchases", "At most %d purchases at a time.", maxPurchases)
			}
			list := make([]Purchase, len(in.Body.Items))
			for i := range in.Body.Items {
				var err error
				if list[i], err = in.Body.Items[i].purchase(fmt.Sprintf("body.items[%d]", i)); err != nil {
					return nil, err
				}
			}
			out, org := &told{}, identity.From(ctx).Org
			err := c.DB.Write(ctx, org, func(tx *db.Tx) (err error) { out.Body, err = c.AddPurchases(ctx, tx, org, list); return err })
			return out, err
		})
}

type fieldsOut struct {
	ETag string `header:"ETag"`
	Body *Fields
}

func fieldsOf(f *Fields, err error) (*fieldsOut, error) {
	if err != nil {
		return nil, err
	}
	return &fieldsOut{ETag: web.ETag(f.Version), Body: f}, nil
}

func (c *Customers) fieldRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "customer-fields-get", Method: http.MethodGet, Path: "/customer-fields", Tag: tag, Verb: identity.CustomerRead,
		Summary: "The segments and attributes of customers, and which purposes need consent"},
		func(ctx context.Context, _ *struct{}) (*fieldsOut, error) {
			return fieldsOf(c.Fields(ctx, identity.From(ctx).Org))
		})
	web.Register(a, web.Op{ID: "customer-fields-set", Method: http.MethodPut, Path: "/customer-fields", Tag: tag, Verb: identity.OrganisationWrite,
		Summary: "Define segments, attributes and purposes", Doc: "What customers hold stays: a segment or attribute in use can't be taken away."},
		func(ctx context.Context, in *struct {
			IfMatch string `header:"If-Match"`
			Body    struct {
				Segments   []Segment   `json:"segments" maxItems:"100"`
				Attributes []Attribute `json:"attributes" maxItems:"100"`
				Purposes   []Purpose   `json:"purposes,omitempty" maxItems:"4"`
			}
		}) (*fieldsOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			f := Fields{Segments: in.Body.Segments, Attributes: in.Body.Attributes, Purposes: in.Body.Purposes}
			return fieldsOf(c.SetFields(ctx, identity.From(ctx).Org, version, f))
		})
}
