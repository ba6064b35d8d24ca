package app_test

// importProbes are the width of importing: formats, saved mappings, watched folders.
var importProbes = map[string]probe{
	"import-upload-get": {path: "/import-uploads/{upload}", ok: []int{200}},

	"import-mapping-list": {path: "/import-mappings", ok: []int{200}},
	"import-mapping-save": {path: "/import-mappings", ok: []int{201}, body: func(w *world) any { return w.savedMapping(w.word + " other mapping") }},
	"import-mapping-edit": {path: "/import-mappings/{import_mapping}", ok: []int{200}, headers: []string{`If-Match: "1"`},
		body: func(w *world) any { return w.savedMapping(w.word + " mapping") }},
	"import-mapping-delete": {path: "/import-mappings/{import_mapping}", ok: []int{204, 409}},

	"import-folder-list":   {path: "/import-folders", ok: []int{200}},
	"import-folder-create": {path: "/import-folders", ok: []int{201}, body: func(w *world) any { return w.importFolder() }},
	"import-folder-edit": {path: "/import-folders/{import_folder}", ok: []int{200}, headers: []string{`If-Match: "1"`},
		body: func(w *world) any { return w.importFolder() }},
	"import-folder-delete": {path: "/import-folders/{import_folder}", ok: []int{204}},
	"import-folder-look":   {path: "/import-folders/{import_folder}/look", ok: []int{202}},
	"import-folder-files":  {path: "/import-folders/{import_folder}/files", ok: []int{200}},
}

func (w *world) savedMapping(name string) object {
	return object{"name": name, "shared": true, "mapping": w.mapping(), "header": []string{"when", "score", "said"}}
}

func (w *world) importFolder() object {
	return object{"name": w.word + " folder", "pattern": "*.csv", "mapping": w.ids["import_mapping"], "minutes": 5, "on": true}
}
