#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every limit of the server, with its reason. Exceeding one costs only the client that did. The
/// members of `Limits` can be set by flags.
namespace plenary::server {

/// A frame of a client. 1 MiB: a paste of 150 pages; larger goes through import. Under --open 16
/// MiB, for programs.
inline constexpr std::size_t kFrameBytesMax = 1024 * 1024;
inline constexpr std::size_t kFrameBytesMaxOpen = 16 * 1024 * 1024;

/// A document, in UTF-16 units: 16 Mi, some 6,000 pages. Below it an edit costs microseconds and
/// opening it under a second.
inline constexpr std::size_t kDocumentUnitsMax = 16 * 1024 * 1024;

/// The body of an HTTP request: the largest document as JSON, in a script of three bytes a unit.
inline constexpr std::size_t kHttpBodyBytesMax = 64 * 1024 * 1024;
/// The body of a form: a log-in, a grant, a milestone. Also the body of a request that is refused
/// anyway: it is read, so that the connection can go on.
inline constexpr std::size_t kFormBytesMax = 64 * 1024;
/// The body of a comment or a label: 16 KiB of text with every character escaped.
inline constexpr std::size_t kCommentBodyBytesMax = 128 * 1024;
/// The body of a rename: the longest title, each character as two escapes, takes 4 kB. It is read
/// where sockets are served.
inline constexpr std::size_t kRenameBodyBytesMax = 16 * 1024;
/// A body that a request has no use for: some programs send {} with everything.
inline constexpr std::size_t kUnusedBodyBytesMax = 1024;
/// An anonymous request, or a message of an anonymous socket: a log-in, an invitation, a share link
/// take a few hundred bytes.
inline constexpr std::size_t kStrangerBodyBytesMax = 64 * 1024;
/// Its header: browsers send under 2 kB; cookies of an embedding page perhaps 4.
inline constexpr std::uint32_t kHttpHeaderBytesMax = 16 * 1024;
/// Time for a header to arrive once it has begun, and for the first one of a connection to begin:
/// it fits into a few packets, so 15 s is many retries of a bad line.
inline constexpr std::chrono::seconds kHttpHeaderTime{15};
/// Silence between two requests: a little more than the 60 s after which proxies close their end,
/// so that proxies close first.
inline constexpr std::chrono::seconds kHttpIdleTime{65};
/// After a refusal the rest of the request is read and dropped for so long: closing the connection
/// at once could lose the refusal.
inline constexpr std::chrono::seconds kLingerTime{2};
/// The least part of a body that must arrive in each window: 32 KiB/s, a quarter of the slowest
/// ADSL.
inline constexpr std::chrono::seconds kBodyWindow{20};
inline constexpr std::size_t kBodyBytesPerWindow = 20 * 32 * 1024;
/// The least part of an answer that a client must take within kWriteStallTime: 32 KiB/s, too. A
/// slower client would keep an answer in memory for hours.
inline constexpr std::size_t kAnswerBytesPerWindow = 30 * 32 * 1024;
/// Time for a socket's message to arrive: 1 MiB at 100 kbit/s.
inline constexpr std::chrono::seconds kMessageTime{90};

/// Memory of connections: of request bodies, of answers that are being sent, of messages that
/// arrive, each. The first bytes of each piece do not count: with them a connection costs about
/// 20 kB, which the number of connections bounds. Up to kTrafficBytesSmall they count in a budget
/// of their own: 1,000 forms, lists or papers at one time; 128 of one person.
inline constexpr std::size_t kTrafficBytesFree = 4 * 1024;
inline constexpr std::size_t kTrafficBytesSmall = 64 * 1024;
inline constexpr std::size_t kSmallTrafficBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kSmallTrafficBytesPerAskerMax = 8 * 1024 * 1024;
/// Larger bodies: as many of the largest at one time; one person may send one.
inline constexpr std::size_t kBodiesInAllMax = 8;
/// Larger answers: eight whole papers of 4 MiB to one person. The largest paper counts as that.
inline constexpr std::size_t kAnswerBytesMax = 512 * 1024 * 1024;
inline constexpr std::size_t kAnswerBytesPerAskerMax = 32 * 1024 * 1024;
/// Larger messages: eight pastes of 1 MiB by one person, with the memory in which they grow.
inline constexpr std::size_t kMessageBytesMax = 256 * 1024 * 1024;
inline constexpr std::size_t kMessageBytesPerAskerMax = 16 * 1024 * 1024;

/// Connections in all: 1 GB at 20 kB each. Fewer if the process may open fewer files.
inline constexpr std::size_t kConnectionsMax = 50'000;
/// Connections and sockets from one address: an office, a school or a conference behind one. A
/// browser has up to six connections for a moment, and a socket for each paper.
inline constexpr std::size_t kConnectionsPerAddressMax = 2'000;
inline constexpr std::size_t kSocketsPerAddressMax = 1'000;
/// Connections that were asked to end for others and have not yet: beyond it others are refused,
/// because each still has its descriptors.
inline constexpr std::size_t kConnectionsLeavingMax = 32;
/// TLS handshakes from one address, at once and then each second: each takes up to a millisecond
/// of the processor.
inline constexpr double kHandshakesPerAddress = 2'000;
inline constexpr std::chrono::milliseconds kHandshakeRefillPerAddress{10};
/// Sockets opened from one address: after a restart an office comes back at once.
inline constexpr double kSocketsOpenedPerAddress = 2'000;
inline constexpr std::chrono::milliseconds kSocketRefillPerAddress{20};
/// File descriptors that connections leave to the store: a quarter of what the process may have,
/// within these bounds. And to everything else: event loops, webhooks, the control socket,
/// connections that are about to be refused or closed.
inline constexpr std::size_t kStoreDescriptorsMin = 128;
inline constexpr std::size_t kStoreDescriptorsMax = 4'096;
inline constexpr std::size_t kOtherDescriptors = 128;

/// Bytes that may wait for a socket before a further frame cuts it off: a reader who is 8 MiB
/// behind is better served by a fresh snapshot. Snapshots do not count here but in
/// kReadAnswerBytesMax. Any other frame may be larger, if nothing waits before it.
inline constexpr std::size_t kOutboxBytesMax = 8 * 1024 * 1024;
/// Presence for a socket with this much waiting is held back, newest value only: cursors are worth
/// nothing late.
inline constexpr std::size_t kOutboxBytesPresence = 64 * 1024;
/// Presence that is held back for one socket; beyond it the newest is dropped. Nobody is cut off
/// for cursors.
inline constexpr std::size_t kOutboxBytesPresenceAside = 256 * 1024;
/// A socket that took nothing for this long while something waits is dead.
inline constexpr std::chrono::seconds kWriteStallTime{30};
/// A ping goes out after half of this silence; without any answer the socket is dead. Phones keep
/// radio links for 30-60 s.
inline constexpr std::chrono::seconds kIdleTime{60};
/// Time for the handshake of TLS or of a WebSocket, and for the closing one.
inline constexpr std::chrono::seconds kHandshakeTime{10};

/// Documents that one socket may be subscribed to or watch; the largest known use is a dashboard of
/// a few hundred.
inline constexpr std::size_t kSubscriptionsPerSessionMax = 10'000;
/// Presence channels that one socket ever used, and values that it has at one time. The stock
/// client uses a channel and a value for each open document.
inline constexpr std::size_t kChannelsPerSessionMax = 10'000;
inline constexpr std::size_t kPresencePerSessionMax = 1'000;
/// Values of one socket in one channel: a person has one place in a document, a program a few.
inline constexpr std::size_t kPresencePerChannelMax = 20;
/// A presence value: a range, a name and a colour take 100 bytes. Everybody in the channel gets it.
inline constexpr std::size_t kPresenceBytesMax = 2 * 1024;
/// Values that a channel keeps and shows, of all sockets: a paper with so many people in it shows
/// no more cursors.
inline constexpr std::size_t kPresencePerChannelOfAllMax = 2'000;
/// A newcomer has the others of its channel say their values again. That is values times listeners
/// frames; so many at once and then each second of a channel. Beyond it the newcomer alone is told
/// the values as they were last said. 30 people who open a paper together are within it.
inline constexpr double kPresenceEchoesMax = 4'000;
inline constexpr std::chrono::microseconds kPresenceEchoRefill{1'000};
/// Work that one socket may ask for, at once and then each second, in messages. A page sends some
/// 30 a second while somebody types and moves a cursor; a program that imports by single operations
/// gets 500 a second. Not in open mode.
inline constexpr double kSocketWorkMax = 2'000;
inline constexpr std::chrono::microseconds kSocketWorkRefill{2'000};
/// The cost of a message beside its one unit: for each 4 KiB of it; as a presence value, which goes
/// to everybody in its channel; as a question for values or a joining of a channel.
inline constexpr double kWorkPerByte = 1.0 / 4096;
inline constexpr double kWorkOfPresence = 4;
inline constexpr double kWorkOfPresenceRequest = 19;
/// Handshakes of one socket: the stock client sends one.
inline constexpr double kHandshakesPerSocket = 10;
inline constexpr std::chrono::microseconds kHandshakeRefill{5'000'000};
/// Documents that one person, or one address of people without an account, may create at once, over
/// sockets and HTTP together, and how soon there may be another: an import of a folder, and 43,200
/// a day.
inline constexpr double kCreationsPerPerson = 500;
inline constexpr std::chrono::milliseconds kCreationRefillPerPerson{2'000};
/// Bytes that wait for a socket, beyond which nothing more is read from it: a client that does not
/// read needs no further answers.
inline constexpr std::size_t kOutboxBytesReading = 1024 * 1024;
/// Collection, id, client id, channel, presence id: names, not contents. Also what a storage key
/// can hold.
inline constexpr std::size_t kNameBytesMax = 512;
/// Entries of one bulk message: a client groups all its documents of a collection into one.
inline constexpr std::size_t kBulkEntriesMax = 10'000;

/// Committed operations that a document keeps decoded in memory, for transforming late ones and for
/// catching up: at 200 ops/s 20 s of them. Older ones are read from the log.
inline constexpr std::size_t kTailOpsMax = 4'096;
inline constexpr std::size_t kTailBytesMax = 1024 * 1024;
/// Operations of one socket that are not answered yet, beyond which nothing more is read from it.
/// The stock client has one for each document.
inline constexpr std::size_t kInFlightMax = 1'024;
/// The same for documents that are being read, at their head or in their past: each answer may be a
/// whole document, and a further one waits in the socket. A bulk message counts each document, so
/// nothing is read behind a large one until most of it is there.
inline constexpr std::size_t kReadsInFlightMax = 8;
/// Bytes of unanswered operations, beyond which nothing more is read from a socket either: eight
/// pastes of the largest size.
inline constexpr std::size_t kInFlightBytesMax = 8 * 1024 * 1024;

/// A document whose JSON takes fewer bytes is encoded for its readers on its own thread: that takes
/// 0.1 to 0.3 ms (64 kB of plain text, or of runs of one letter). Larger ones are encoded on a
/// pool, and decoded on one when they are created. Larger edits are decoded on one, too.
inline constexpr std::size_t kEncodeHereBytes = 64 * 1024;
/// Large answers to reads that wait in the outboxes of sockets, in memory: of all, and of one
/// asker, who gets eight papers of 4 MiB at one time. The largest paper counts as all that one may
/// have. A reader beyond it waits.
inline constexpr std::size_t kReadAnswerBytesMax = 256 * 1024 * 1024;
inline constexpr std::size_t kReadAnswerBytesPerAskerMax = 32 * 1024 * 1024;
/// How long a reader waits at most for a pool or a budget that is full, and the pauses after which
/// it asks again: they double. A person has given up after that.
inline constexpr std::chrono::seconds kBusyWait{20};
inline constexpr std::chrono::milliseconds kBusyPauseMin{20};
inline constexpr std::chrono::milliseconds kBusyPauseMax{1'000};
/// Operations that are framed on a document's thread for one reader who missed them: a fifth of a
/// millisecond. More of them come in pieces of so many operations and bytes, framed on a pool, each
/// when its socket has taken most of the one before.
inline constexpr std::uint64_t kCatchUpOpsHere = 256;
inline constexpr std::uint64_t kCatchUpPieceOps = 4'096;
inline constexpr std::size_t kCatchUpPieceBytes = 256 * 1024;
/// How soon it is looked again whether a socket has taken what was sent to it.
inline constexpr std::chrono::milliseconds kTakenPause{20};
/// The documents of one bulk answer, as JSON: two hundred papers of 40 kB. It is put together on
/// the socket's thread, which takes up to 5 ms. A document beyond it is refused in its place.
inline constexpr std::size_t kBulkAnswerBytesMax = 8 * 1024 * 1024;
/// Contents at old versions that are remembered for the next who asks, all together, as if they
/// shared nothing.
inline constexpr std::size_t kPastBytesMax = 128 * 1024 * 1024;

/// Operations that an edit may lie behind the head: about a microsecond of transforming each.
inline constexpr std::uint64_t kOpsBehindMax = 1'000'000;
/// Work of transforming one edit over those operations, in components (of the edit as it is at each
/// step, and of the operation): an edit of a few components may lie all the way behind, one of
/// 30,000 some 1,600 operations. Beyond it the edit is refused. It takes some six
/// seconds of a shard, five times as long with its rests.
inline constexpr std::uint64_t kTransformWorkMax = 50'000'000;
/// The part of it after which a document's thread looks after others: a millisecond.
inline constexpr std::uint64_t kTransformWorkSlice = 10'000;
/// After a slice of long work a shard does other things for so many times as long as it took.
inline constexpr int kLongWorkRest = 4;
/// At most: slices take longer where the machine is busy, and the work shall end there, too.
inline constexpr std::chrono::milliseconds kLongWorkRestMax{8};
/// Requests that wait while a document is being loaded, or while its store cannot take writes.
inline constexpr std::size_t kParkedRequestsMax = 10'000;
/// Their bytes, of one document: what eight sockets may have in flight.
inline constexpr std::size_t kParkedBytesMax = 64 * 1024 * 1024;

/// A snapshot is written when the log since the last one has grown beyond this, or beyond half of
/// the snapshot, whichever is more: then opening a document replays at most some thousand
/// operations.
inline constexpr std::uint64_t kSnapshotLogBytesMin = 64 * 1024;

/// Operations that lie one by one before they are sealed: packed in smaller blocks they take more
/// space, and more of them make a database larger. 16,384 take 2 MB one by one and 10 kB sealed.
inline constexpr std::uint64_t kSealOps = 16'384;
/// The same of a document that leaves memory: it may not be written again for years.
inline constexpr std::uint64_t kSealOpsIdle = 1'024;

/// Proposals that wait for one log of events: a whole room that comments at once. One write takes
/// this many of them and bytes, so that a shard decides for under a millisecond at a time.
inline constexpr std::size_t kEventsWaitingMax = 10'000;
inline constexpr std::size_t kEventBatchMax = 128;
inline constexpr std::size_t kEventBatchBytesMax = 256 * 1024;
/// Appends of one proposal that other programs may win before it is refused: each time somebody
/// else's was written, so more means that this program is too slow for the log.
inline constexpr unsigned kLostAppendsMax = 8;

/// Memory for the discussions of all papers that are being read: a paper with 10,000 comments takes
/// 10 MB.
inline constexpr std::size_t kDiscussionsBytesMax = 192 * 1024 * 1024;
/// Of one paper: versions at which its threads' places, or its text, are kept so that others are
/// found from there; and their bytes.
inline constexpr std::size_t kPlacesKeptMax = 16;
inline constexpr std::size_t kTextsKeptMax = 32;
inline constexpr std::size_t kPlacesBytesMax = 32 * 1024 * 1024;
/// Of one paper: its comments as HTML and as words to be searched.
inline constexpr std::size_t kCommentTextsBytesMax = 64 * 1024 * 1024;
/// The words of the comments on one page of threads (a page has at least one thread): their HTML
/// takes two to three times that, and is made at the first look.
inline constexpr std::size_t kThreadPageBytesMax = 1024 * 1024;
/// The words that comments are searched for.
inline constexpr std::size_t kThreadQueryBytesMax = 512;

/// A document that nobody uses leaves memory after this.
inline constexpr std::chrono::seconds kDocumentIdleTime{60};
/// How often a shard looks for idle documents and stalled sockets.
inline constexpr std::chrono::seconds kSweepInterval{5};
/// The pause after which a document tries again to write or to read, when its store could not.
inline constexpr std::chrono::milliseconds kStoreRetryInterval{1000};
/// The longest drain after SIGTERM: the commit queue takes milliseconds, slow sockets are left.
inline constexpr std::chrono::seconds kDrainTime{10};
/// The longest wait after it, for connections to notice their end.
inline constexpr std::chrono::seconds kConnectionsEndTime{2};

/// Accounts, groups, members of a group: all are in memory, some hundred bytes each, and a group is
/// one record. Larger organisations vouch for their people by signed tokens.
inline constexpr std::size_t kAccountsMax = 100'000;
inline constexpr std::size_t kGroupsMax = 10'000;
inline constexpr std::size_t kGroupMembersMax = 10'000;
/// Grants and share links of one paper: what a person can still look through.
inline constexpr std::size_t kGrantsPerPaperMax = 1'000;
inline constexpr std::size_t kLinksPerPaperMax = 200;
/// Sessions and tokens of one account; beyond it the session longest unused ends, a token is
/// refused. Share links that one session opened.
inline constexpr std::size_t kSessionsPerAccountMax = 100;
inline constexpr std::size_t kTokensPerAccountMax = 100;
inline constexpr std::size_t kLinksPerSessionMax = 100;
/// Sessions of guests of the whole server: 300 bytes each. Beyond it new guests are refused.
inline constexpr std::size_t kGuestSessionsMax = 200'000;
/// Guests who come in from one address, at once and then each second: a class or a conference
/// behind one, and 8,640 a day. More would fill the server's sessions for all others.
inline constexpr double kGuestsPerAddress = 500;
inline constexpr std::chrono::seconds kGuestRefillPerAddress{10};
/// Invitations and password resets that wait at one time.
inline constexpr std::size_t kInvitationsMax = 10'000;
/// A name, an affiliation, a label: what fits a line. An e-mail address: RFC 5321.
inline constexpr std::size_t kPersonalNameBytesMax = 256;
inline constexpr std::size_t kEmailBytesMax = 254;
/// A password. Shorter ones are guessed even from an argon2id hash; longer ones are no safer.
inline constexpr std::size_t kPasswordBytesMin = 10;
inline constexpr std::size_t kPasswordBytesMax = 1024;

/// A session ends when it was not used for this long; an invitation and a reset when nobody
/// followed them.
inline constexpr std::chrono::hours kSessionTime{30 * 24};
inline constexpr std::chrono::hours kInvitationTime{14 * 24};
inline constexpr std::chrono::hours kResetTime{24};
/// A session's use is written down when the last one written is older: one write an hour and
/// person.
inline constexpr std::chrono::hours kSessionUseGrain{1};

/// Requests over HTTP, at once and then one more each refill. Of one person: a page asks for a
/// dozen when it opens; a program pages through everything. Of the guests at one address together:
/// an office may be behind it, and another guest is one click away. Of strangers at one address:
/// they did not say who they are. Not in open mode.
inline constexpr double kRequestsPerPerson = 600;
inline constexpr std::chrono::milliseconds kRequestRefillPerPerson{20};
inline constexpr double kRequestsOfGuests = 6000;
inline constexpr std::chrono::milliseconds kRequestRefillOfGuests{2};
inline constexpr double kRequestsPerStranger = 300;
inline constexpr std::chrono::milliseconds kRequestRefillPerStranger{100};

/// Client ids. The owner of an id is forgotten when it was not used for this long: a client that
/// comes back later with unsent work claims it again. Uses are written down this exactly.
inline constexpr std::chrono::hours kClientIdTime{90 * 24};
inline constexpr std::chrono::hours kClientIdUseGrain{24};
/// Ids without an operation yet, of one identity (a page has one; a program that opens sockets
/// without end must not fill memory) and in all, 1 kB each at most: beyond it all are forgotten.
inline constexpr std::size_t kClaimsPerIdentityMax = 64;
inline constexpr std::size_t kClaimsMax = 20'000;
/// Memory for stored owners: those of some 30,000 clients. Others are read again.
inline constexpr std::size_t kClientIdCacheBytes = 8 * 1024 * 1024;
/// Owners that one sweep looks at: some milliseconds each minute.
inline constexpr std::size_t kClientIdsPerSweep = 1'000;

/// Memory for the names of authors without an account, and for the marks of readers: those asked
/// for last. Others are read again, in microseconds.
inline constexpr std::size_t kBylineCacheBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kReadMarkCacheBytes = 4 * 1024 * 1024;
/// Differences that are kept for further requests for the same: a page of a history shows some kB.
inline constexpr std::size_t kKeptDifferencesBytesMax = 16 * 1024 * 1024;

/// Work over HTTP: a request that costs more than microseconds weighs more than 1
/// (server/api/routes.cpp). One asker has so much at once, and one more each refill: 200
/// differences, and 10 a second.
inline constexpr double kWorkPerAsker = 1000;
inline constexpr std::chrono::milliseconds kWorkRefillPerAsker{20};

/// A picture as it is uploaded: a photo of a good camera. Its pixels: what a browser draws without
/// trouble on a phone.
inline constexpr std::size_t kPictureBytesMax = 10 * 1024 * 1024;
inline constexpr std::uint64_t kPicturePixelsMax = 50'000'000;
/// Pictures of one paper: a report with a figure on each page, and those that were taken out again.
inline constexpr std::size_t kPicturesPerPaperMax = 500;
inline constexpr std::uint64_t kPictureBytesPerPaperMax = 256 * 1024 * 1024;
/// Pictures in an exported file that holds them itself, before they grow by a third as text: what
/// an import takes.
inline constexpr std::size_t kInlinePictureBytesMax = 40 * 1024 * 1024;
/// The smaller copy of a picture that pages show: twice the width of the text column.
inline constexpr std::uint32_t kScreenCopyWidthMax = 1600;
inline constexpr std::size_t kScreenCopyBytesMax = 2 * 1024 * 1024;

/// Webhooks of one paper, and messages that wait for one: a day of a busy paper.
inline constexpr std::size_t kWebhooksPerPaperMax = 20;
inline constexpr std::size_t kWebhookWaitingMax = 10'000;
inline constexpr std::size_t kWebhookUrlBytesMax = 2048;
/// Time for a whole delivery, as the standard proposes; how much of the answer's body is read, and
/// how much may come in altogether, with header and encryption.
inline constexpr std::chrono::seconds kWebhookTime{15};
inline constexpr std::size_t kWebhookAnswerBytesMax = 64 * 1024;
inline constexpr std::size_t kWebhookTotalBytesMax = 256 * 1024;
/// Threads that send. A hook has one of them at most, and all slow hooks together have half: a
/// delivery that takes longer than kWebhookSlowTime makes its hook a slow one until one is quicker.
inline constexpr unsigned kWebhookThreads = 4;
inline constexpr std::chrono::seconds kWebhookSlowTime{2};
/// The longest pause of a sending thread: the clock may be set.
inline constexpr std::chrono::seconds kWebhookPoll{60};

/// How often the files of the certificate are looked at: it is renewed every few weeks.
inline constexpr std::chrono::seconds kCertificateInterval{60};

/// Log-ins that may fail in a row before they are slowed, and how soon there may be another: for
/// one account (a person who mistypes; a guesser gets 2,880 a day), and for one address (an office
/// behind one).
inline constexpr double kLogInsPerAccount = 10;
inline constexpr std::chrono::seconds kLogInRefillPerAccount{30};
inline constexpr double kLogInsPerAddress = 50;
inline constexpr std::chrono::seconds kLogInRefillPerAddress{3};
/// Networks from which somebody logged in to an account: attempts from there are slowed apart from
/// those from elsewhere, so that a guesser does not lock the owner out. Home, office, phone, a few
/// journeys.
inline constexpr std::size_t kKnownPlacesMax = 10;
/// Accounts and addresses that are being slowed at one time: 100 bytes each.
inline constexpr std::size_t kThrottledMax = 100'000;

/// A signed token: claims about a hundred papers. Roles in one; more are given by "*" or by grants.
inline constexpr std::size_t kJwtBytesMax = 8 * 1024;
inline constexpr std::size_t kJwtPapersMax = 100;
/// How far the clocks of two servers may be apart.
inline constexpr std::chrono::seconds kJwtLeeway{60};

/// The interval at which expired rows are erased: they have no effect before, either.
inline constexpr std::chrono::seconds kDirectorySweepInterval{60};

/// The longest time for which an open socket keeps a right that was taken away.
inline constexpr std::chrono::milliseconds kRightsCheckInterval{500};

/// The limits that can be set by flags.
struct Limits {
  std::size_t frame_bytes_max{kFrameBytesMax};
  std::size_t document_units_max{kDocumentUnitsMax};
  std::size_t http_body_bytes_max{kHttpBodyBytesMax};
  std::size_t outbox_bytes_max{kOutboxBytesMax};
  std::chrono::milliseconds document_idle_time{kDocumentIdleTime};
  std::uint64_t seal_ops{kSealOps};
  std::uint64_t ops_behind_max{kOpsBehindMax};  // tests set it; there is no flag
};

}  // namespace plenary::server
