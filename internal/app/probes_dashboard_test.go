package app_test

import "time"

var dashboardProbes = map[string]probe{
	"figure-rollup": {path: "/figures/rollup?metric=nps", ok: []int{200}},

	"view-answer": {path: "/views/answer", body: func(w *world) any { return object{"specs": []any{w.savedView()["spec"]}} }, ok: []int{200}},

	"view-list":    {path: "/views", ok: []int{200}},
	"view-create":  {path: "/views", body: func(w *world) any { return w.savedView() }, ok: []int{201}},
	"view-get":     {path: "/views/{view}", ok: []int{200}},
	"view-edit":    {path: "/views/{view}", body: func(w *world) any { return w.savedView() }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"view-delete":  {path: "/views/{view}", ok: []int{204}},
	"view-restore": {path: "/views/{view}/restore", ok: []int{204}},
	"view-pin":     {path: "/views/{view}/pin", ok: []int{204}},
	"view-unpin":   {path: "/views/{view}/pin", ok: []int{204}},
	"pin-list":     {path: "/pins", ok: []int{200}},

	"link-list":   {path: "/links", ok: []int{200}},
	"link-create": {path: "/links", body: func(w *world) any { return w.link() }, ok: []int{201}},
	"link-revoke": {path: "/links/{link}", ok: []int{204}},
	"link-open":   {path: "/links/open", body: body(object{"token": "nobody-has-this"}), ok: []int{404}},

	"dashboard-list":    {path: "/dashboards", ok: []int{200}},
	"dashboard-create":  {path: "/dashboards", body: func(w *world) any { return w.dashboard() }, ok: []int{201}},
	"dashboard-get":     {path: "/dashboards/{dashboard}", ok: []int{200}},
	"dashboard-edit":    {path: "/dashboards/{dashboard}", body: func(w *world) any { return w.dashboard() }, headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"dashboard-delete":  {path: "/dashboards/{dashboard}", ok: []int{204}},
	"dashboard-restore": {path: "/dashboards/{dashboard}/restore", ok: []int{204}},
	"dashboard-pin":     {path: "/dashboards/{dashboard}/pin", ok: []int{204}},
	"dashboard-unpin":   {path: "/dashboards/{dashboard}/pin", ok: []int{204}},
}

func (w *world) savedView() map[string]any {
	return object{"name": w.word + " view", "description": w.word + " words", "shared": true, "spec": object{"metrics": []string{"nps"},
		"by": []string{"touch_point"}, "period": object{"preset": "all"}, "against": object{"kind": "none"}, "shape": "bars"}}
}

func (w *world) dashboard() map[string]any {
	return object{"name": w.word + " dashboard", "shared": true, "period": object{"preset": "all"}, "against": object{"kind": "none"},
		"tiles": []any{object{"id": "a", "kind": "view", "view": w.ids["view"], "width": 6, "height": 2},
			object{"id": "b", "kind": "note", "text": w.word + " note", "width": 6, "height": 1}}}
}

func (w *world) link() map[string]any {
	return object{"kind": "dashboard", "item": w.ids["dashboard"], "note": w.word + " note", "expires_at": time.Now().Add(24 * time.Hour).Format(time.RFC3339)}
}
