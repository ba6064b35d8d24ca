package app

import (
	"github.com/touchstone-cx/touchstone/internal/blob"
)

// capabilities makes what hangs on the core, and plugs their reactions in.
func (a *App) capabilities(blobs *blob.Store) {
}
