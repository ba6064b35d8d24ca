package importing

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

const mappingColumns = `id, name, shared, owner, owner_name, mapping, header, version, updated_at`

func mappings(ctx context.Context, tx *db.Tx, org db.Org) ([]SavedMapping, error) {
	rows, err := tx.Query(ctx, `select `+mappingColumns+` from import_mapping where org = $1 order by name_folded, id`, org)
	return db.Collect(rows, err, func(r db.Scanner) (s SavedMapping, err error) {
		var shared, at int64
		var mapping, header string
		if err := r.Scan(&s.ID, &s.Name, &shared, &s.owner, &s.Owner, &mapping, &header, &s.Version, &at); err != nil {
			return s, err
		}
		s.Shared, s.UpdatedAt = shared == 1, db.Micros(at)
		return s, errors.Join(json.Unmarshal([]byte(mapping), &s.Mapping), json.Unmarshal([]byte(header), &s.Header))
	})
}

func insertMapping(ctx context.Context, tx *db.Tx, org db.Org, s *SavedMapping) error {
	mapping, header, err := s.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into import_mapping (org, id, name, name_folded, shared, owner, owner_name, mapping, header, version, created_at,
		updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
		org, s.ID, s.Name, identity.Fold(s.Name), bit(s.Shared), s.owner, s.Owner, mapping, header, s.Version, tx.Micros())
	return err
}

func updateMapping(ctx context.Context, tx *db.Tx, org db.Org, s *SavedMapping) error {
	mapping, header, err := s.texts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update import_mapping set name = $1, name_folded = $2, shared = $3, mapping = $4, header = $5, version = $6,
		updated_at = $7 where org = $8 and id = $9`,
		s.Name, identity.Fold(s.Name), bit(s.Shared), mapping, header, s.Version, tx.Micros(), org, s.ID)
	return err
}

func deleteMapping(ctx context.Context, tx *db.Tx, org db.Org, id SavedID) error {
	_, err := tx.Exec(ctx, `delete from import_mapping where org = $1 and id = $2`, org, id)
	return err
}

func (s *SavedMapping) texts() (mapping, header string, err error) {
	m, err := json.Marshal(s.Mapping)
	if err != nil {
		return "", "", err
	}
	h, err := json.Marshal(s.Header)
	return string(m), string(h), err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
