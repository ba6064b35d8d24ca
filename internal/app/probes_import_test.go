package app_test

// importProbes are the width of importing: formats, saved mappings, watched folders.
var importProbes = map[string]probe{
	"import-upload-get": {path: "/import-uploads/{upload}", ok: []int{200}},
}
