package reply

import (
	"context"
	"fmt"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// File is an attachment as lists show it.
type File struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
	Size int64  `json:"size"`
	Hash string `json:"-"`
}

// stored is a File with what only the store knows.
type stored struct {
	File
	Blob string `json:"blob"`
}

// FileInput is an attachment on its way in.
type FileInput struct {
	Name string `json:"name" maxLength:"200"`
	Type string `json:"type,omitempty" maxLength:"100"`
	Data []byte `json:"data" doc:"Base64"`
}

// keep stores attachments by content. A file that nobody refers to afterwards costs its room and no more.
func (r *Replies) keep(ctx context.Context, in []FileInput) ([]stored, error) {
	if len(in) > maxFiles {
		return nil, problem.At("body.files", "too_many_files", "At most %d files.", maxFiles)
	}
	size, out := 0, []stored{}
	for i, f := range in {
		at := fmt.Sprintf("body.files[%d]", i)
		size += len(f.Data)
		if size > maxBytes {
			return nil, problem.At(at, "files_too_large", "The files of a reply have at most %d MB together.", maxBytes>>20).
				With(problem.Args{"max": maxBytes >> 20})
		}
		if len(f.Data) == 0 {
			return nil, problem.At(at, "file_empty", "%.100q is empty.", f.Name)
		}
		test := mail.Message{To: mail.Address{Email: "a@example.org"}, Subject: "x", Text: "x", Files: []mail.File{{Name: f.Name, Type: f.Type}}}
		if err := test.Validate(); err != nil {
			return nil, problem.At(at+".name", "file_name", "%.100q can't be the name of a file.", f.Name)
		}
		if !mediaType.MatchString(f.Type) {
			f.Type = "application/octet-stream"
		}
	}
	for _, f := range in {
		if !mediaType.MatchString(f.Type) {
			f.Type = "application/octet-stream"
		}
		ref, err := r.Blobs.Put(ctx, strings.NewReader(string(f.Data)), maxBytes)
		if err != nil {
			return nil, err
		}
		out = append(out, stored{File{Name: f.Name, Type: f.Type, Size: ref.Size}, ref.Hash})
	}
	return out, nil
}

func shown(list []stored) []File {
	out := make([]File, len(list))
	for i, f := range list {
		out[i] = f.File
	}
	return out
}

func (r *Replies) load(list []stored) (out []mail.File, err error) {
	for _, f := range list {
		b, err := readBlob(r.Blobs, f.Blob)
		if err != nil {
			return nil, err
		}
		out = append(out, mail.File{Name: f.Name, Type: f.Type, Data: b})
	}
	return out, nil
}
