package app_test

var promiseProbes = map[string]probe{
	"promise-list":     {path: "/promises", ok: []int{200}},
	"promise-create":   {path: "/promises", body: body(object{"text": "We call back when we say.", "tenets": []any{}}), ok: []int{201}},
	"promise-get":      {path: "/promises/{promise}", ok: []int{200}},
	"promise-kept":     {path: "/promises/{promise}/kept", ok: []int{200}},
	"promise-edit":     {path: "/promises/{promise}", body: body(object{"text": "Changed", "tenets": []any{}}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"promise-delete":   {path: "/promises/{promise}", ok: []int{204}},
	"promise-in-force": {path: "/promises/{promise}/in-force", headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"promise-revise":   {path: "/promises/{promise}/revision", ok: []int{201}},
	"promise-retire":   {path: "/promises/{promise}/retired", ok: []int{409}},
	"process-list":     {path: "/processes", ok: []int{200}},
	"process-create":   {path: "/processes", body: body(object{"name": "Call-back desk"}), ok: []int{201}},
	"process-edit":     {path: "/processes/{process}", body: body(object{"name": "Changed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"process-delete":   {path: "/processes/{process}", ok: []int{204}},
	"priority-list":    {path: "/priorities", ok: []int{200}},
	"priority-create":  {path: "/priorities", body: body(object{"name": "Fewer repeat contacts"}), ok: []int{201}},
	"priority-edit":    {path: "/priorities/{priority}", body: body(object{"name": "Changed"}), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"priority-order":   {path: "/priorities", body: func(w *world) any { return object{"ids": []string{w.ids["priority"]}} }, ok: []int{200, 412}}, // other probes add one
	"priority-delete":  {path: "/priorities/{priority}", ok: []int{204}},
}
