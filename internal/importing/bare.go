package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/masking"
)

// Somebody may write nothing but their card number into a comment. While a file arrives such a cell stays, since it may as well
// be the number by which rows are told apart. Once its columns are known, those of words are: there it is masked too.

// ofWords reports whether bare numbers of a column are to be masked: it holds some, and most of what else it holds isn't one word
// as long as an id. A column of nothing but such numbers stays, and so does one that is named like an id.
func (s *columnStats) ofWords(name string) bool {
	others := s.filled - s.held
	return s.held > 0 && !s.namedAsKey && !tellingNames.MatchString(name) && others > 0 && 2*s.idLike < others
}

// tellingNames are names of columns that tell things apart: "order id", "Kunden-Nr.", "accountNumber".
var tellingNames = regexp.MustCompile(`(?i:(^|[^a-z])(id|no|nr|nummer|number|key|ref|reference|account|konto|iban|order|ticket|invoice)([^a-z]|$))|[a-z](Id|ID|No|Nr|Number|Key|Ref)$`)

// shortestID is how long a word is at least that looks like an id.
const shortestID = 6

// weigh judges a value that was just added.
func (s *columnStats) weigh(v string, m *masking.Masker) {
	switch {
	case len(v) < shortestID || !masking.BareWord(v):
	case m.Bare(v):
		s.held++
	default:
		s.idLike++
	}
}

// describe fills in what a file's rows are like, and masks the bare numbers in its columns of words.
func (i *Imports) describe(ctx context.Context, u *Upload, f *os.File, masker *masking.Masker) error {
	if err := u.profile(ctx, f, masker); err != nil {
		return err
	}
	words := map[int]bool{}
	for n, c := range u.Columns {
		if c.words {
			words[n] = true
		}
	}
	if len(words) == 0 {
		return nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	before := u.rows()
	ref, err := i.Blobs.Put(ctx, masker.Cells(&stoppable{ctx, f}, u.format.Delimiter[0], u.format.LoneCR, words), 3*MaxUpload)
	if err != nil {
		return err
	}
	u.content = ref.Hash
	now, err := i.Blobs.Get(ref.Hash)
	if err != nil {
		return err
	}
	defer now.Close() //nolint:errcheck // only read
	return errors.Join(u.profile(ctx, now, masker), i.drop(ctx, before))
}

// drop removes a blob that was made on the way, unless an upload of any organisation needs it.
func (i *Imports) drop(ctx context.Context, hash string) error {
	all, err := i.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		n := 0
		err := i.DB.Read(ctx, o.ID, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, `select count(*) from upload where org = $1 and (content = '' and hash = $2 or content = $2)`, o.ID, hash).Scan(&n)
		})
		if err != nil || n > 0 {
			return err
		}
	}
	return i.Blobs.Remove(hash)
}
