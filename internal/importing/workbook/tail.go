package workbook

import (
	"bytes"
	"errors"
	"io"
)

// tail reads what stands behind the rows of a sheet, token by token. The rows themselves pass by as bytes.
func (b *Book) tail(part string, fn func(*scanner)) error {
	in, err := b.part(part)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	rest, err := after(in, []byte("sheetData>"))
	if err != nil {
		return b.failed(err)
	}
	x := newScanner(rest)
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return b.failed(err)
		}
		fn(x)
	}
}

// after passes over everything up to the end of the element that a mark closes, and returns what follows; nothing where none does.
func after(in io.Reader, mark []byte) (io.Reader, error) {
	buf := make([]byte, 256<<10)
	held := 0
	for {
		n, err := in.Read(buf[held:])
		b := buf[:held+n]
		for at := bytes.Index(b, mark); at >= 0; at = bytes.Index(b, mark) {
			tag := b[bytes.LastIndexByte(b[:at], '<')+1:]
			b = b[at+len(mark):]
			if tag[0] == '/' {
				return io.MultiReader(bytes.NewReader(bytes.Clone(b)), in), nil
			}
		}
		if errors.Is(err, io.EOF) {
			return bytes.NewReader(nil), nil
		}
		if err != nil {
			return nil, err
		}
		held = copy(buf, b[max(0, len(b)-len(mark)-64):])
	}
}
