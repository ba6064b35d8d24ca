// Package migrations holds the schema, one portable SQL file per change, forward only.
package migrations

import "embed"

// Files are the migrations, applied in name order.
//
//go:embed *.sql
var Files embed.FS
