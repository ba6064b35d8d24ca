package app_test

var sheetOf = object{"kind": "letter", "subject": "A letter", "marks": []object{{"characteristic": "complete", "score": 3, "evidence": "Every question is answered"}}}

var characteristicProbes = map[string]probe{
	"characteristic-list":    {path: "/characteristics", ok: []int{200}},
	"characteristic-add":     {path: "/characteristics", body: body(object{"name": "Warmth"}), ok: []int{201}},
	"characteristic-edit":    {path: "/characteristics/{characteristic}", body: func(w *world) any { return object{"name": w.word + " changed"} }, headers: []string{`If-Match: "2"`}, ok: []int{200}},
	"characteristic-drop":    {path: "/characteristics/{characteristic}", ok: []int{204}},
	"characteristic-scores":  {path: "/characteristic-scores?by=unit", ok: []int{200}},
	"characteristic-compare": {path: "/characteristics/{characteristic}/comparison", ok: []int{200}},
	"sheet-list":             {path: "/assessment-sheets", ok: []int{200}},
	"sheet-add":              {path: "/assessment-sheets", body: body(sheetOf), ok: []int{201}},
	"sheet-get":              {path: "/assessment-sheets/{sheet}", ok: []int{200}},
	"sheet-past":             {path: "/assessment-sheets/{sheet}/past", ok: []int{200}},
	"sheet-edit":             {path: "/assessment-sheets/{sheet}", body: body(sheetOf), headers: []string{`If-Match: "1"`}, ok: []int{200}},
	"sheet-drop":             {path: "/assessment-sheets/{sheet}", ok: []int{204}},
}
