package identity

import (
	"context"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// InvitationID is the id of an invitation to join; its link is a secret of its own.
type InvitationID string

// Invitation lets one person join an organisation, once, by a link. Only the link's hash is kept.
type Invitation struct {
	ID        InvitationID `json:"id"`
	Email     string       `json:"email"`
	Name      string       `json:"name,omitempty"`
	Role      Role         `json:"role"`
	Unit      UnitID       `json:"unit,omitempty"`
	CreatedBy string       `json:"created_by" doc:"Name of who invited"`
	CreatedAt time.Time    `json:"created_at"`
	SentAt    time.Time    `json:"sent_at" doc:"When the link was last made anew"`
	ExpiresAt time.Time    `json:"expires_at"`
	Expired   bool         `json:"expired"`
	Mail      string       `json:"mail" enum:"none,queued,sent,failed,held" doc:"What became of the letter; none: it wasn't to be sent, or no mail server is set up"`
	MailError string       `json:"mail_error,omitempty"`
	Link      string       `json:"link,omitempty" doc:"Shown once, when it is made: for handing over yourself"`

	org  db.Org
	sent int // how often a link was made
}

// invitedFor is how long a link is good.
const invitedFor = 7 * 24 * time.Hour

// InvitationAsk is what it takes to invite somebody.
type InvitationAsk struct {
	Email string `json:"email" maxLength:"300"`
	Name  string `json:"name,omitempty" maxLength:"100" doc:"Proposed; they may write it otherwise"`
	Role  Role   `json:"role" enum:"owner,admin,manager,analyst,supervisor,evaluator,agent,viewer,client"`
	Unit  UnitID `json:"unit,omitempty"`
	Quiet bool   `json:"quiet,omitempty" doc:"Send no letter: the link is handed over otherwise"`
}

// Invite makes an invitation and has its letter sent.
func (i *Identity) Invite(ctx context.Context, org db.Org, a InvitationAsk) (*Invitation, error) {
	a.Email, a.Name = strings.TrimSpace(a.Email), strings.TrimSpace(a.Name)
	if err := checkEmail(a.Email); err != nil {
		return nil, err
	}
	if a.Name != "" {
		if err := Name(a.Name, "body.name", 100); err != nil {
			return nil, err
		}
	}
	if err := checkRole(a.Role); err != nil {
		return nil, err
	}
	c := From(ctx)
	if !mayGrant(c.Role, a.Role) {
		return nil, problem.New(problem.Forbidden, "role_above_yours", "You can't give a role (%s) that you don't have.", a.Role)
	}
	inv := &Invitation{Email: a.Email, Name: a.Name, Role: a.Role, Unit: a.Unit, CreatedBy: c.Name, org: org}
	err := i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if err := i.checkUnit(ctx, tx, org, a.Unit); err != nil {
			return err
		}
		if err := notIn(ctx, tx, org, a.Email); err != nil {
			return err
		}
		inv.ID, inv.CreatedAt = InvitationID(tx.ID("inv")), tx.Now
		token := inv.renew(tx)
		if err := insertInvitation(ctx, tx, inv, hashed(token)); err != nil {
			return err
		}
		if err := i.write(ctx, tx, inv, token, a.Quiet); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "invitation.create", string(inv.ID), map[string]any{"email": a.Email, "role": a.Role, "unit": a.Unit})
	})
	return inv, err
}

// notIn refuses to invite whoever is a member or is invited already.
func notIn(ctx context.Context, tx *db.Tx, org db.Org, email string) error {
	members, err := listMembers(ctx, tx, org)
	if err != nil {
		return err
	}
	for _, m := range members {
		switch {
		case Fold(m.Email) != Fold(email):
		case m.Active:
			return problem.New(problem.Conflict, "already_member", "%s is a member already.", m.Name).On("body.email")
		default:
			return problem.New(problem.Conflict, "member_shut_out", "%s was shut out. Let them in again instead.", m.Name).On("body.email")
		}
	}
	open, err := listInvitations(ctx, tx, org)
	for _, v := range open {
		if Fold(v.Email) == Fold(email) {
			return problem.New(problem.Conflict, "already_invited", "%s is invited already. Send it again, or withdraw it first.", v.Email).On("body.email")
		}
	}
	return err
}

// renew gives the invitation a new link; the one before opens nothing any more.
func (v *Invitation) renew(tx *db.Tx) (token string) {
	v.SentAt, v.ExpiresAt, v.Expired = tx.Now, tx.Now.Add(invitedFor), false
	v.sent++
	return db.Secret()
}

// write has the letter sent, and shows the link.
func (i *Identity) write(ctx context.Context, tx *db.Tx, v *Invitation, token string, quiet bool) error {
	v.Link, v.Mail, v.MailError = i.Public+"/join#"+token, "none", ""
	if quiet || !i.Mail.Ready() {
		return nil
	}
	o, err := findOrganisation(ctx, tx, v.org)
	if err != nil {
		return err
	}
	page := mail.Page{Title: v.CreatedBy + " invites you to " + o.Name, Lines: []string{
		"You are invited to join " + o.Name + " on Touchstone.",
		"The link works once, until " + v.ExpiresAt.In(o.Location()).Format("2 January 2006, 15:04 MST") + "."},
		Action: "Join " + o.Name, Link: v.Link,
		Foot: []string{"If you don't know what this is about, do nothing."}}
	_, err = i.Mail.Queue(ctx, tx, v.org, mail.Message{To: mail.Address{Name: v.Name, Email: v.Email}, Subject: page.Title,
		Text: page.Text(), HTML: page.HTML(), Key: "invitation:" + hashed(token), About: string(v.ID), Private: true})
	v.Mail = string(mail.Queued)
	return err
}

// Invitations lists who is invited and hasn't joined, newest first.
func (i *Identity) Invitations(ctx context.Context, org db.Org) (all []Invitation, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		if all, err = listInvitations(ctx, tx, org); err != nil {
			return err
		}
		for n := range all {
			if err := i.letter(ctx, tx, &all[n]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// letter says what became of the last letter.
func (i *Identity) letter(ctx context.Context, tx *db.Tx, v *Invitation) error {
	v.Mail = "none"
	sent, err := i.Mail.Of(ctx, tx, v.org, string(v.ID))
	if err != nil || len(sent) == 0 {
		return err
	}
	last := sent[len(sent)-1]
	v.Mail, v.MailError = string(last.State), last.Error
	return nil
}

// InviteAgain makes a new link, and a letter with it.
func (i *Identity) InviteAgain(ctx context.Context, org db.Org, id InvitationID, quiet bool) (v *Invitation, err error) {
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if v, err = openInvitation(ctx, tx, org, id); err != nil {
			return err
		}
		if !mayGrant(From(ctx).Role, v.Role) {
			return problem.New(problem.Forbidden, "role_above_yours", "You can't give a role (%s) that you don't have.", v.Role)
		}
		token := v.renew(tx)
		if err := renewInvitation(ctx, tx, v, hashed(token)); err != nil {
			return err
		}
		if err := i.write(ctx, tx, v, token, quiet); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "invitation.send_again", string(id), map[string]any{"email": v.Email})
	})
	return v, err
}

// Withdraw takes an invitation back: its link opens nothing any more.
func (i *Identity) Withdraw(ctx context.Context, org db.Org, id InvitationID) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		v, err := openInvitation(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update member_invitation set withdrawn_at = $1 where org = $2 and id = $3`, tx.Micros(), org, id); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "invitation.withdraw", string(id), map[string]any{"email": v.Email})
	})
}

// Invited is what an invitation's link shows whoever has it.
type Invited struct {
	Organisation string `json:"organisation"`
	InvitedBy    string `json:"invited_by"`
	Email        string `json:"email"`
	Name         string `json:"name,omitempty"`
	Role         Role   `json:"role"`
	Known        bool   `json:"known" doc:"The address has a login: join with its password"`
	SignedIn     bool   `json:"signed_in" doc:"You are signed in with that address: no password is needed"`
}

// LookInvited reads an invitation by its link.
func (i *Identity) LookInvited(ctx context.Context, token string) (*Invited, error) {
	v, u, err := i.invited(ctx, token)
	if err != nil {
		return nil, err
	}
	o, err := i.Organisation(ctx, v.org)
	if err != nil {
		return nil, err
	}
	return &Invited{Organisation: o.Name, InvitedBy: v.CreatedBy, Email: v.Email, Name: v.Name, Role: v.Role, Known: u != nil,
		SignedIn: u != nil && From(ctx).ID == string(u.ID)}, nil
}

// invited finds an invitation that is still good, and the login of its address where there is one.
func (i *Identity) invited(ctx context.Context, token string) (v *Invitation, u *User, err error) {
	err = i.DB.SystemRead(ctx, func(tx *db.Tx) error {
		if v, err = invitationOf(ctx, tx, hashed(token)); err != nil {
			return err
		}
		u, err = findUser(ctx, tx, `u.email_folded = $1`, Fold(v.Email))
		return err
	})
	return v, u, err
}

// Joining is what it takes to accept an invitation.
type Joining struct {
	Token    string `json:"token" maxLength:"100"`
	Name     string `json:"name,omitempty" maxLength:"100" doc:"For a new login"`
	Password string `json:"password,omitempty" maxLength:"300" doc:"A new one, or that of the login which the address has"`
	Code     string `json:"code,omitempty" maxLength:"60" doc:"Where that login has two factors"`
}

// Join accepts an invitation: it makes the login, or takes in the one that the address has, and starts a session.
func (i *Identity) Join(ctx context.Context, j Joining, network string) error {
	if err := needBrowser(ctx); err != nil {
		return err
	}
	v, u, err := i.invited(ctx, j.Token)
	if err != nil {
		return err
	}
	known := u != nil
	switch {
	case known && From(ctx).ID == string(u.ID):
	case known:
		u, err = i.prove(ctx, Credentials{Email: v.Email, Password: j.Password, Code: j.Code}, network)
	default:
		u, err = i.newUser(ctx, v.Email, strings.TrimSpace(j.Name), j.Password)
	}
	if err != nil {
		return err
	}
	ctx = With(ctx, Caller{Org: v.org, Kind: ByUser, ID: string(u.ID), Name: u.Name})
	err = i.DB.Write(ctx, v.org, func(tx *db.Tx) error {
		if err := useInvitation(ctx, tx, hashed(j.Token)); err != nil {
			return err
		}
		if !known {
			u.CreatedAt = tx.Now
			if err := insertUser(ctx, tx, u); err != nil {
				return err
			}
		}
		if err := insertMembership(ctx, tx, Membership{Org: v.org, User: u.ID, Role: v.Role, Unit: v.Unit}); err != nil {
			return err
		}
		if err := rememberOrg(ctx, tx, u.ID, v.org); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "invitation.accept", string(v.ID), map[string]any{"email": v.Email, "role": v.Role, "unit": v.Unit})
	})
	if err != nil {
		return err
	}
	return i.startSession(ctx, u, v.org)
}

// CheckInvitation says whether the caller could invite somebody so, without doing it. It doesn't say whether they are a member.
func (i *Identity) CheckInvitation(ctx context.Context, a InvitationAsk) error {
	if err := checkEmail(strings.TrimSpace(a.Email)); err != nil {
		return err
	}
	if a.Name != "" {
		if err := Name(a.Name, "body.name", 100); err != nil {
			return err
		}
	}
	if err := checkRole(a.Role); err != nil {
		return err
	}
	if !mayGrant(From(ctx).Role, a.Role) {
		return problem.New(problem.Forbidden, "role_above_yours", "You can't give a role (%s) that you don't have.", a.Role)
	}
	return nil
}
