package survey

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"
)

// nonceLength is how many characters crypto/rand.Text returns: 130 bits in base32.
const nonceLength = 26

// page is a page rendered once, served with a nonce spliced in. The compressed form is one gzip member: what stands before the
// nonce and what stands after it are compressed once, the nonce travels in a stored block between them (RFC 1951, 3.2.4), and
// the checksum of the whole is put together from those of the parts. Several members in a row would be allowed by RFC 1952,
// but browsers and curl read only the first.
type page struct {
	head, tail []byte
	packed     struct {
		head, tail []byte
	}
	headSum, tailSum uint32
	past             [32]uint32 // moves a checksum past tail
}

func newPage(head, tail []byte) (*page, error) {
	p := &page{head: bytes.Clone(head), tail: bytes.Clone(tail)}
	var b bytes.Buffer
	b.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}) // gzip, deflate, no name, no time, best compression, unknown system
	if err := deflate(&b, head, (*flate.Writer).Flush); err != nil {
		return nil, err
	}
	b.WriteByte(0) // a stored block that isn't the last, at the byte boundary where Flush ended
	b.Write(binary.LittleEndian.AppendUint16(nil, nonceLength))
	b.Write(binary.LittleEndian.AppendUint16(nil, nonceLength^0xffff))
	p.packed.head = b.Bytes()
	var t bytes.Buffer
	if err := deflate(&t, tail, (*flate.Writer).Close); err != nil {
		return nil, err
	}
	p.packed.tail = t.Bytes()
	p.headSum, p.tailSum, p.past = crc32.ChecksumIEEE(head), crc32.ChecksumIEEE(tail), shift(len(tail))
	return p, nil
}

func deflate(b *bytes.Buffer, data []byte, end func(*flate.Writer) error) error {
	w, err := flate.NewWriter(b, flate.BestCompression)
	if err != nil {
		return fmt.Errorf("compress page: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("compress page: %w", err)
	}
	return end(w)
}

// shift returns what n further bytes do to a checksum of what came before them, as a matrix over the checksum's bits: CRC-32
// without its inversions is linear, so crc(A+B) = shift(crc(A), len(B)) xor crc(B), as in zlib's crc32_combine.
func shift(n int) (m [32]uint32) {
	zero := make([]byte, n)
	base := crc32.Update(0, crc32.IEEETable, zero)
	for bit := range m {
		m[bit] = crc32.Update(1<<bit, crc32.IEEETable, zero) ^ base
	}
	return m
}

// checksum is the CRC-32 of head, nonce and tail.
func (p *page) checksum(nonce string) uint32 {
	sum := crc32.Update(p.headSum, crc32.IEEETable, []byte(nonce))
	out := p.tailSum
	for bit := range p.past {
		out ^= p.past[bit] & -(sum >> bit & 1)
	}
	return out
}

// body returns the page with a nonce, compressed or not.
func (p *page) body(nonce string, gzip bool) []byte {
	if !gzip {
		b := make([]byte, 0, len(p.head)+len(nonce)+len(p.tail))
		return append(append(append(b, p.head...), nonce...), p.tail...)
	}
	b := make([]byte, 0, len(p.packed.head)+len(nonce)+len(p.packed.tail)+8)
	b = append(append(append(b, p.packed.head...), nonce...), p.packed.tail...)
	b = binary.LittleEndian.AppendUint32(b, p.checksum(nonce))
	return binary.LittleEndian.AppendUint32(b, uint32(len(p.head)+len(nonce)+len(p.tail))) //nolint:gosec // far below 4 GB
}

// write serves the page.
func (p *page) write(w http.ResponseWriter, nonce string, gzip bool) {
	b := p.body(nonce, gzip)
	h := w.Header()
	if gzip {
		h["Content-Encoding"] = gzipped
	}
	h["Content-Length"] = []string{strconv.Itoa(len(b))}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(b) // the respondent may have gone
}

var gzipped = []string{"gzip"}
