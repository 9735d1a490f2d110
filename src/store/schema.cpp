#include "schema.hpp"

#include <array>

namespace linktender::store {

namespace {

// Times are integers: milliseconds since 1970-01-01T00:00:00Z. Text that is unknown is empty, and NULL
// stands where a value that is not text, or a reference, is absent.
// Files from elsewhere are not to be trusted, and under trusted_schema=OFF SQLite 3.40 lets neither a
// trigger touch a full-text table nor a CHECK use json_valid: the writer keeps the full-text tables up
// to date, and the reader notices lists that are no JSON.
constexpr const char* k_version_1 = R"sql(
CREATE TABLE run (
    id          INTEGER PRIMARY KEY,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    tool        TEXT NOT NULL,
    inputs      TEXT NOT NULL,
    ended       TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE issue (
    id          INTEGER PRIMARY KEY,
    file        TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    date        TEXT,
    last_run_id INTEGER NOT NULL REFERENCES run
) STRICT;

CREATE TABLE run_issue (
    run_id   INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    issue_id INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    PRIMARY KEY (run_id, issue_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_issue_issue ON run_issue (issue_id);

CREATE TABLE link (
    id           INTEGER PRIMARY KEY,
    url          TEXT NOT NULL UNIQUE,
    host         TEXT NOT NULL,
    domain       TEXT NOT NULL,
    first_run_id INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX link_host ON link (host);

CREATE TABLE occurrence (
    id              INTEGER PRIMARY KEY,
    issue_id        INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    link_id         INTEGER REFERENCES link,
    line            INTEGER NOT NULL,
    "column"        INTEGER NOT NULL,
    "offset"        INTEGER NOT NULL,
    length          INTEGER NOT NULL,
    raw             TEXT NOT NULL,
    fragment        TEXT NOT NULL,
    text            TEXT NOT NULL,
    form            TEXT NOT NULL,
    error           TEXT NOT NULL,
    exact           INTEGER NOT NULL,
    disabled        INTEGER NOT NULL,
    disabled_reason TEXT NOT NULL
) STRICT;
CREATE INDEX occurrence_issue ON occurrence (issue_id, line, "column");
CREATE INDEX occurrence_link ON occurrence (link_id);

CREATE TABLE "check" (
    id             INTEGER PRIMARY KEY,
    link_id        INTEGER NOT NULL REFERENCES link,
    run_id         INTEGER NOT NULL REFERENCES run,
    checked_at     INTEGER NOT NULL,
    outcome        TEXT NOT NULL,
    reason         TEXT NOT NULL,
    evidence       TEXT NOT NULL,
    rule           TEXT NOT NULL,
    confidence     TEXT NOT NULL,
    moved_to       TEXT NOT NULL,
    status         INTEGER NOT NULL,
    final_url      TEXT NOT NULL,
    hops           TEXT NOT NULL,
    attempts       INTEGER NOT NULL,
    content_type   TEXT NOT NULL,
    bytes          INTEGER NOT NULL,
    dns_ms         INTEGER NOT NULL,
    connect_ms     INTEGER NOT NULL,
    tls_ms         INTEGER NOT NULL,
    first_byte_ms  INTEGER NOT NULL,
    total_ms       INTEGER NOT NULL,
    http_version   TEXT NOT NULL,
    remote_address TEXT NOT NULL,
    tls_expires_at INTEGER,
    flags          TEXT NOT NULL
) STRICT;
CREATE INDEX check_link ON "check" (link_id, checked_at);
CREATE TRIGGER check_is_append_only BEFORE UPDATE ON "check"
BEGIN
    SELECT RAISE(ABORT, 'checks are never changed');
END;

CREATE TABLE state (
    link_id         INTEGER PRIMARY KEY REFERENCES link ON DELETE CASCADE,
    check_id        INTEGER NOT NULL REFERENCES "check",
    state           TEXT NOT NULL,
    last_known      TEXT,
    since           INTEGER,
    first_failed_at INTEGER,
    last_ok_at      INTEGER,
    failures        INTEGER NOT NULL,
    next_check_at   INTEGER
) STRICT;
CREATE INDEX state_check ON state (check_id);
CREATE INDEX state_due ON state (next_check_at);

CREATE TABLE page (
    link_id       INTEGER PRIMARY KEY REFERENCES link ON DELETE CASCADE,
    read_at       INTEGER,
    title         TEXT NOT NULL,
    description   TEXT NOT NULL,
    authors       TEXT NOT NULL,
    published     TEXT NOT NULL,
    site          TEXT NOT NULL,
    language      TEXT NOT NULL,
    canonical     TEXT NOT NULL,
    image         TEXT NOT NULL,
    doi           TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL
) STRICT;

CREATE TABLE host (
    name           TEXT PRIMARY KEY,
    domain         TEXT NOT NULL,
    checks         INTEGER NOT NULL,
    last_check_at  INTEGER NOT NULL,
    last_outcome   TEXT NOT NULL,
    last_status    INTEGER NOT NULL,
    last_answer_at INTEGER,
    http_version   TEXT NOT NULL,
    interval_ms    INTEGER,
    robots         TEXT,
    robots_read_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion (
    id          INTEGER PRIMARY KEY,
    link_id     INTEGER NOT NULL REFERENCES link ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    url         TEXT NOT NULL,
    captured_at INTEGER,
    confidence  REAL NOT NULL,
    found_at    INTEGER NOT NULL,
    UNIQUE (link_id, kind, url)
) STRICT;

CREATE VIRTUAL TABLE page_fts USING fts5 (title, description, authors, site, tokenize = 'trigram');
CREATE VIRTUAL TABLE anchor_fts USING fts5 (text, tokenize = 'trigram');

CREATE VIEW broken_links AS
SELECT issue.date, issue.file, occurrence.line, occurrence."column", occurrence.text,
       link.url, state.state, "check".outcome, "check".reason, "check".evidence, "check".status,
       strftime('%Y-%m-%dT%H:%M:%SZ', state.first_failed_at / 1000, 'unixepoch') AS failing_since,
       state.failures,
       (SELECT suggestion.url FROM suggestion WHERE suggestion.link_id = link.id
        ORDER BY suggestion.confidence DESC, suggestion.id LIMIT 1) AS suggestion
FROM state
JOIN link ON link.id = state.link_id
JOIN "check" ON "check".id = state.check_id
JOIN occurrence ON occurrence.link_id = link.id
JOIN issue ON issue.id = occurrence.issue_id
WHERE state.state IN ('failing', 'dead') AND occurrence.disabled = 0 AND occurrence.form <> 'definition'
ORDER BY issue.date IS NULL, issue.date, issue.file, occurrence.line, occurrence."column";

CREATE VIEW link_overview AS
SELECT link.url, link.host, link.domain, coalesce(state.state, 'unchecked') AS state, state.last_known,
       "check".outcome, "check".reason, "check".status, "check".final_url, page.title,
       strftime('%Y-%m-%dT%H:%M:%SZ', "check".checked_at / 1000, 'unixepoch') AS checked_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', state.last_ok_at / 1000, 'unixepoch') AS last_ok_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', state.first_failed_at / 1000, 'unixepoch') AS first_failed_at,
       coalesce(state.failures, 0) AS failures,
       strftime('%Y-%m-%dT%H:%M:%SZ', state.next_check_at / 1000, 'unixepoch') AS next_check_at,
       (SELECT count(*) FROM occurrence WHERE occurrence.link_id = link.id) AS occurrences,
       (SELECT min(issue.date) FROM occurrence JOIN issue ON issue.id = occurrence.issue_id
        WHERE occurrence.link_id = link.id) AS first_used,
       (SELECT max(issue.date) FROM occurrence JOIN issue ON issue.id = occurrence.issue_id
        WHERE occurrence.link_id = link.id) AS last_used
FROM link
LEFT JOIN state ON state.link_id = link.id
LEFT JOIN "check" ON "check".id = state.check_id
LEFT JOIN page ON page.link_id = link.id;

CREATE VIEW host_health AS
SELECT host.name AS host, host.domain, count(link.id) AS links,
       count(link.id) FILTER (WHERE state.state IN ('alive', 'moved')) AS alive,
       count(link.id) FILTER (WHERE state.state IN ('failing', 'dead')) AS broken,
       count(link.id) FILTER (WHERE state.state = 'blocked') AS blocked,
       host.checks, host.last_outcome, host.last_status,
       strftime('%Y-%m-%dT%H:%M:%SZ', host.last_check_at / 1000, 'unixepoch') AS last_check_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', host.last_answer_at / 1000, 'unixepoch') AS last_answer_at,
       host.http_version, host.interval_ms
FROM host
LEFT JOIN link ON link.host = host.name
LEFT JOIN state ON state.link_id = link.id
GROUP BY host.name;

CREATE VIEW survival AS
SELECT link.url, link.domain, min(issue.date) AS born, state.state,
       coalesce(state.last_known, state.state) IN ('failing', 'dead') AS lost,
       date(state.last_ok_at / 1000, 'unixepoch') AS seen_alive,
       date(state.first_failed_at / 1000, 'unixepoch') AS seen_lost,
       CAST(julianday(date(coalesce(state.first_failed_at, state.last_ok_at) / 1000, 'unixepoch'))
            - julianday(min(issue.date)) AS INTEGER) AS days
FROM link
JOIN state ON state.link_id = link.id
JOIN occurrence ON occurrence.link_id = link.id
JOIN issue ON issue.id = occurrence.issue_id
WHERE issue.date IS NOT NULL AND (state.last_ok_at IS NOT NULL OR state.first_failed_at IS NOT NULL)
GROUP BY link.id;
)sql";

constexpr const char* k_version_2 = R"sql(
ALTER TABLE host ADD COLUMN head_refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE host ADD COLUMN http1_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE host ADD COLUMN not_before INTEGER;
ALTER TABLE page ADD COLUMN validated_url TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN sources TEXT NOT NULL DEFAULT '{}';
ALTER TABLE page ADD COLUMN simhash INTEGER;
ALTER TABLE page ADD COLUMN text_length INTEGER;
ALTER TABLE page ADD COLUMN text_shingles INTEGER;
ALTER TABLE page ADD COLUMN baseline_simhash INTEGER;
ALTER TABLE page ADD COLUMN baseline_length INTEGER;
ALTER TABLE page ADD COLUMN baseline_shingles INTEGER;
ALTER TABLE page ADD COLUMN baseline_title TEXT;

ALTER TABLE "check" ADD COLUMN title_match TEXT NOT NULL DEFAULT 'no_statement';
ALTER TABLE "check" ADD COLUMN drift TEXT NOT NULL DEFAULT 'no_statement';

ALTER TABLE state ADD COLUMN strikes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN strike_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN last_strike_at INTEGER;
ALTER TABLE state ADD COLUMN mixed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN good_since INTEGER;
ALTER TABLE state ADD COLUMN blocked_checks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN recent TEXT NOT NULL DEFAULT '';
ALTER TABLE state ADD COLUMN flipped_at INTEGER;
ALTER TABLE state ADD COLUMN flipped_before_at INTEGER;
ALTER TABLE state ADD COLUMN drifted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN drift_since INTEGER;
ALTER TABLE state ADD COLUMN redirect_target TEXT NOT NULL DEFAULT '';
ALTER TABLE state ADD COLUMN redirect_since INTEGER;
ALTER TABLE state ADD COLUMN redirect_checks INTEGER NOT NULL DEFAULT 0;

CREATE TABLE probe (
    directory     TEXT PRIMARY KEY,
    asked_at      INTEGER NOT NULL,
    url           TEXT NOT NULL,
    final_url     TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    hops          INTEGER NOT NULL,
    title         TEXT NOT NULL,
    simhash       INTEGER NOT NULL,
    text_length   INTEGER NOT NULL,
    text_shingles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run_unchecked (
    run_id  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    link_id INTEGER NOT NULL REFERENCES link ON DELETE CASCADE,
    reason  TEXT NOT NULL,
    PRIMARY KEY (run_id, link_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_unchecked_link ON run_unchecked (link_id);
)sql";

// `issue` gets another key, which SQLite can only give to a new table. Views find it by its name; one of them
// has another column.
constexpr const char* k_version_3 = R"sql(
ALTER TABLE run ADD COLUMN archive TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN incident TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN incident_by_share INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN host_incidents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE run ADD COLUMN settled INTEGER NOT NULL DEFAULT 1;
CREATE INDEX run_archive ON run (archive);

DROP VIEW broken_links;
CREATE TEMP TABLE former_issue AS SELECT id, file, title, date, last_run_id FROM issue;
DROP TABLE issue;
CREATE TABLE issue (
    id           INTEGER PRIMARY KEY,
    archive      TEXT NOT NULL DEFAULT '',
    file         TEXT NOT NULL,
    title        TEXT NOT NULL,
    date         TEXT,
    content_hash TEXT NOT NULL DEFAULT '',
    last_run_id  INTEGER NOT NULL REFERENCES run,
    UNIQUE (archive, file)
) STRICT;
INSERT INTO issue (id, file, title, date, last_run_id)
SELECT id, file, title, date, last_run_id FROM former_issue;
DROP TABLE former_issue;

CREATE INDEX check_run ON "check" (run_id);

CREATE TABLE mark (
    link_id INTEGER PRIMARY KEY REFERENCES link ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    note    TEXT NOT NULL
) STRICT;

CREATE TABLE notification (
    archive TEXT NOT NULL,
    target  TEXT NOT NULL,
    run_id  INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    ticket  TEXT NOT NULL,
    PRIMARY KEY (archive, target)
) STRICT, WITHOUT ROWID;

CREATE VIEW broken_links AS
SELECT issue.archive, issue.date, issue.file, occurrence.line, occurrence."column", occurrence.text,
       link.url, state.state, "check".outcome, "check".reason, "check".evidence, "check".status,
       strftime('%Y-%m-%dT%H:%M:%SZ', state.first_failed_at / 1000, 'unixepoch') AS failing_since,
       state.failures,
       (SELECT suggestion.url FROM suggestion WHERE suggestion.link_id = link.id
        ORDER BY suggestion.confidence DESC, suggestion.id LIMIT 1) AS suggestion
FROM state
JOIN link ON link.id = state.link_id
JOIN "check" ON "check".id = state.check_id
JOIN occurrence ON occurrence.link_id = link.id
JOIN issue ON issue.id = occurrence.issue_id
WHERE state.state IN ('failing', 'dead') AND occurrence.disabled = 0 AND occurrence.form <> 'definition'
ORDER BY issue.date IS NULL, issue.date, issue.file, occurrence.line, occurrence."column";
)sql";

constexpr std::array k_steps{SchemaStep{1, k_version_1}, SchemaStep{2, k_version_2},
                             SchemaStep{3, k_version_3}};

}  // namespace

std::span<const SchemaStep> schema_steps() noexcept {
    return k_steps;
}

}  // namespace linktender::store
