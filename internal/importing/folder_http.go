package importing

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/web"
)

type folderOut struct {
	ETag string `header:"ETag"`
	Body *Folder
}

func folderOf(f *Folder, err error) (*folderOut, error) {
	if err != nil {
		return nil, err
	}
	return &folderOut{web.ETag(f.Version), f}, nil
}

// Watched is the list of watched folders and where they may lie.
type Watched struct {
	Base  string   `json:"base,omitempty" doc:"Folder of the server that they lie in; absent where its configuration names no import_root"`
	Items []Folder `json:"items"`
}

// folderRoutes describes and serves watched folders.
func (i *Imports) folderRoutes(a *web.API) {
	const tag = "Imports"
	type byID struct {
		ID FolderID `path:"id"`
	}
	web.Register(a, web.Op{ID: "import-folder-list", Method: http.MethodGet, Path: "/import-folders", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Watched folders, by name"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body Watched }, error) {
			org := identity.From(ctx).Org
			list, err := i.Folders(ctx, org)
			out := Watched{Items: list}
			if identity.From(ctx).May(identity.ImportFolderWrite) {
				out.Base = i.Base(org)
			}
			return &struct{ Body Watched }{out}, err
		})
	web.Register(a, web.Op{ID: "import-folder-create", Method: http.MethodPost, Path: "/import-folders", Tag: tag, Verb: identity.ImportFolderWrite,
		Status: 201, Summary: "Watch a folder for files", Doc: "Each file that has stopped changing is imported once, and moved to done or failed."},
		func(ctx context.Context, in *struct{ Body NewFolder }) (*folderOut, error) {
			return folderOf(i.AddFolder(ctx, identity.From(ctx).Org, in.Body))
		})
	web.Register(a, web.Op{ID: "import-folder-edit", Method: http.MethodPut, Path: "/import-folders/{id}", Tag: tag, Verb: identity.ImportFolderWrite,
		Summary: "Change a watched folder, or switch it on or off"},
		func(ctx context.Context, in *struct {
			ID      FolderID `path:"id"`
			IfMatch string   `header:"If-Match"`
			Body    NewFolder
		}) (*folderOut, error) {
			version, err := web.Match(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return folderOf(i.EditFolder(ctx, identity.From(ctx).Org, in.ID, version, in.Body))
		})
	web.Register(a, web.Op{ID: "import-folder-delete", Method: http.MethodDelete, Path: "/import-folders/{id}", Tag: tag,
		Verb: identity.ImportFolderWrite, Status: 204, Summary: "Stop watching a folder; what came in stays"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, i.DropFolder(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "import-folder-look", Method: http.MethodPost, Path: "/import-folders/{id}/look", Tag: tag,
		Verb: identity.ImportFolderWrite, Status: 202, Summary: "Look into a folder now"},
		func(ctx context.Context, in *byID) (*struct{}, error) {
			return nil, i.LookNow(ctx, identity.From(ctx).Org, in.ID)
		})
	web.Register(a, web.Op{ID: "import-folder-files", Method: http.MethodGet, Path: "/import-folders/{id}/files", Tag: tag, Verb: identity.ImportWrite,
		Summary: "Files found in a folder and what came of them, newest first"},
		func(ctx context.Context, in *struct {
			ID     FolderID `path:"id"`
			Cursor string   `query:"cursor"`
			Limit  int      `query:"limit" default:"50" minimum:"1" maximum:"200"`
		}) (*web.List[File], error) {
			return web.ListOf(i.Files(ctx, identity.From(ctx).Org, in.ID, in.Cursor, in.Limit))
		})
}
