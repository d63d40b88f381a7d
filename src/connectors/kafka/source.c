/* SPDX-License-Identifier: Apache-2.0 */
/* Reads topics through librdkafka, with offsets of our own.
 *
 *   PLANNING   the pool asks which partitions and offsets there are; repeated until it answers
 *   READING    partitions are assigned; messages come through one queue
 *   CLOSING    the pool takes the client down, once all messages are released
 *
 * The client's threads write a byte to a pipe when the queue is no longer empty; so it is always
 * emptied before EMPTY is said.  A slow timer looks too, as a lost byte would be for ever.  Messages
 * are referred to, not copied, and destroyed in bulk. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "connectors/kafka/kafka_int.h"
#include "io/loop.h"
#include "io/work.h"

enum {
	REQUEST_TIMEOUT_MS = 2000, /* Of a question to the brokers. */
	BACKOFF_MIN_US = 250000,   /* Between two tries, doubled .. */
	BACKOFF_MAX_US = 5000000,  /* .. up to this. */
	LOOK_US = 500000,          /* Between two looks at the queue without a signal. */
	PAUSE_AFTER_US = 2000000,  /* A jam shorter than this only fills the queue. */
};

/* Messages that came at once, of one or several partitions. */
struct fetched {
	struct kafka_source *source;
	uint32_t refs;  /* Of the source while it gives them out, and of each set given out. */
	uint32_t count; /* Messages. */
	rd_kafka_message_t *messages[LEAT_BATCH_ROWS];
	struct leat_record records[LEAT_BATCH_ROWS];
};

/* A partition that is read. */
struct split {
	const char *topic;    /* Job arena. */
	int32_t partition;    /* Number. */
	int64_t next;         /* Offset behind what was given out: older ones are stale. */
	int64_t used;         /* Offset behind what was used. */
	int64_t saved;        /* `used` as of the last snapshot; -1: there was none. */
	int64_t end;          /* One past the last one wanted. */
	bool is_finished;     /* next has reached end. */
};

struct kafka_source {
	struct leat_source base;
	const struct kafka_config *config;
	const char *job;              /* Name, for the log. */
	rd_kafka_t *client;
	rd_kafka_queue_t *queue;      /* Messages of all partitions. */
	int signal[2];                /* Pipe: the client writes, the loop reads. */
	struct leat_poll *poll;       /* Of signal[0]. */
	struct leat_timer *look;      /* Looks at the queue without a signal. */
	struct leat_timer *retry;     /* Asks the brokers again. */
	struct leat_timer *discovery; /* Asks for new partitions. */
	struct leat_timer *jam;       /* Pauses partitions when a jam lasts. */
	struct leat_task *later;      /* Upcalls that came up inside a downcall. */

	struct leat_work *work;       /* In flight: a plan, or the end. */
	struct kafka_plan plan;       /* Of that work. */
	int64_t backoff_us;           /* Until the next try. */
	struct kafka_range *restored; /* Positions of a checkpoint, job arena. */
	uint32_t restored_count;      /* Rows in restored. */

	struct split *splits;         /* On the heap, in the order of their numbers. */
	uint32_t split_count;         /* Rows in splits. */
	uint32_t finished_count;      /* Splits that are. */
	bool is_assigned;             /* READING. */
	bool is_paused;               /* The partitions are paused. */

	struct fetched *fetched;      /* Being given out, or NULL. */
	uint32_t given_count;         /* Messages of it that were. */
	struct fetched *spare;        /* Released, to be used again, or NULL. */
	uint32_t outstanding;         /* Fetched sets not released. */

	bool is_asked;                /* next() said EMPTY: call on_ready. */
	bool is_down;                 /* The library says that no broker answers. */
	bool is_waiting;              /* on_waiting was called with a reason. */
	char reason[320];             /* That reason. */
	bool is_closing;              /* close() was called. */
	bool has_failed;              /* err is valid. */
	struct leat_err err;          /* Why reading cannot go on. */
};

static struct kafka_source *kafka_of(struct leat_source *source)
{
	return (struct kafka_source *)source;
}

/* ---- upcalls ---- */

static void wake(struct kafka_source *s)
{
	if (!s->is_asked || s->is_closing)
		return;
	s->is_asked = false;
	s->base.events->on_ready(s->base.owner);
}

static void wait_for(struct kafka_source *s, const char *reason)
{
	if (s->is_waiting && strcmp(s->reason, reason) == 0)
		return;
	s->is_waiting = true;
	(void)snprintf(s->reason, sizeof(s->reason), "%s", reason);
	LEAT_LOG(WARN, KAFKA, s->job, "waiting", leat_log_text("reason", s->reason));
	s->base.events->on_waiting(s->base.owner, s->reason);
}

static void go_on(struct kafka_source *s)
{
	s->is_down = false;
	if (!s->is_waiting)
		return;
	s->is_waiting = false;
	s->base.events->on_waiting(s->base.owner, NULL);
}

/* Silence and its end are noticed inside rd_kafka_consume_batch_queue(). */
static void run_later(void *data)
{
	struct kafka_source *s = data;
	struct leat_str servers = leat_kafka_property(s->config, "bootstrap.servers");
	char reason[320];

	if (s->is_down) {
		(void)snprintf(reason, sizeof(reason), "Kafka at %.*s does not answer",
		               LEAT_STR_ARG(servers));
		wait_for(s, reason);
	} else {
		go_on(s);
	}
}

static void client_error(rd_kafka_t *client, int code, const char *text, void *opaque)
{
	struct kafka_source *s = opaque;

	(void)client;
	if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
		LEAT_LOG(WARN, KAFKA, s->job, "client error", leat_log_text("text", text),
		         leat_log_text("code", rd_kafka_err2name((rd_kafka_resp_err_t)code)));
	} else if (!s->is_down && !s->is_closing) {
		s->is_down = true;
		leat_task_schedule(s->later);
	}
}

/* ---- planning ---- */

static void start_plan(struct kafka_source *s, bool is_discovery);

static void run_plan(void *data)
{
	leat_kafka_plan_run(&((struct kafka_source *)data)->plan);
}

static void assign(struct kafka_source *s, uint32_t first)
{
	rd_kafka_topic_partition_list_t *list =
	        rd_kafka_topic_partition_list_new((int)(s->split_count - first));

	for (uint32_t i = first; i < s->split_count; i++)
		if (!s->splits[i].is_finished)
			rd_kafka_topic_partition_list_add(list, s->splits[i].topic,
			                                  s->splits[i].partition)
			        ->offset = s->splits[i].next;
	if (!s->is_assigned) {
		(void)rd_kafka_assign(s->client, list); /* Fails only without a group. */
	} else {
		/* incremental_assign() is for groups that rebalance so. */
		rd_kafka_topic_partition_list_t *all;
		if (!rd_kafka_assignment(s->client, &all)) {
			for (int i = 0; i < all->cnt; i++)
				for (uint32_t k = 0; k < first; k++)
					if (s->splits[k].partition == all->elems[i].partition &&
					    !s->splits[k].is_finished &&
					    strcmp(s->splits[k].topic, all->elems[i].topic) == 0)
						rd_kafka_topic_partition_list_add(list, s->splits[k].topic,
						                                  s->splits[k].partition)
						        ->offset = s->splits[k].next;
			rd_kafka_topic_partition_list_destroy(all);
		}
		(void)rd_kafka_assign(s->client, list);
	}
	rd_kafka_topic_partition_list_destroy(list);
	s->is_assigned = true;
	LEAT_LOG(INFO, KAFKA, s->job, "assigned", leat_log_i64("partitions", s->split_count));
}

static void take_plan(struct kafka_source *s)
{
	struct kafka_plan *plan = &s->plan;
	uint32_t first = s->split_count;

	if (plan->range_count)
		s->splits = leat_realloc(s->splits,
		                         (first + plan->range_count) * sizeof(*s->splits));
	for (uint32_t i = 0; i < plan->range_count; i++) {
		const struct kafka_range *range = &plan->ranges[i];
		bool is_finished = range->begin >= range->end;
		s->finished_count += is_finished;
		s->splits[s->split_count++] = (struct split){
			.topic = leat_arena_dup(s->base.arena, range->topic, strlen(range->topic)),
			.partition = range->partition,
			.next = range->begin,
			.used = range->begin,
			.saved = -1,
			.end = range->end,
			.is_finished = is_finished,
		};
	}
	if (s->split_count > first || !s->is_assigned)
		assign(s, first);
	s->backoff_us = BACKOFF_MIN_US;
	go_on(s);
	if (s->config->discovery_us > 0 && s->config->bounded == KAFKA_UNBOUNDED)
		leat_timer_start(s->discovery, s->config->discovery_us);
	wake(s);
}

static void finish_close(struct kafka_source *s);

static void planned(void *data, bool has_run)
{
	struct kafka_source *s = data;
	struct kafka_plan *plan = &s->plan;

	s->work = NULL;
	free((void *)plan->known);
	plan->known = NULL;
	if (s->is_closing) {
		leat_kafka_plan_free(plan);
		finish_close(s);
		return;
	}
	leat_assert(has_run);
	if (!plan->has_failed) {
		take_plan(s);
	} else if (leat_err_info(plan->err.code)->cls == LEAT_CLASS_RETRY) {
		wait_for(s, plan->err.message);
		leat_timer_start(s->retry, s->backoff_us);
		s->backoff_us = s->backoff_us * 2 < BACKOFF_MAX_US ? s->backoff_us * 2 : BACKOFF_MAX_US;
	} else {
		s->has_failed = true;
		s->err = plan->err;
		wake(s);
	}
	leat_kafka_plan_free(plan);
}

/* The plan gets a copy of what is known, as it runs beside the loop. */
static void start_plan(struct kafka_source *s, bool is_discovery)
{
	uint32_t count = is_discovery ? s->split_count : s->restored_count;
	struct kafka_range *known = leat_malloc((count + 1) * sizeof(*known));

	if (s->work)
		return free(known);
	for (uint32_t i = 0; i < count; i++)
		known[i] = is_discovery ? (struct kafka_range){ .topic = s->splits[i].topic,
			                                        .partition = s->splits[i].partition }
		                        : s->restored[i];
	s->plan = (struct kafka_plan){
		.client = s->client,
		.config = s->config,
		.known = known,
		.known_count = count,
		.is_discovery = is_discovery,
		.timeout_ms = REQUEST_TIMEOUT_MS,
	};
	s->work = leat_work_start(s->base.loop, run_plan, planned, s);
}

static void try_again(void *data)
{
	struct kafka_source *s = data;

	start_plan(s, s->is_assigned);
}

static void discover(void *data)
{
	start_plan(data, true);
}

/* ---- the queue ---- */

static void drain_signal(struct kafka_source *s)
{
	char bytes[256];

	while (read(s->signal[0], bytes, sizeof(bytes)) > 0)
		;
}

static void signalled(void *data, unsigned events)
{
	struct kafka_source *s = data;

	(void)events;
	drain_signal(s);
	wake(s);
}

/* Whether a broker that was away is back is only learned by asking. */
static void look(void *data)
{
	struct kafka_source *s = data;

	leat_timer_start(s->look, LOOK_US);
	if (s->is_down && !s->work)
		start_plan(s, true);
	wake(s);
}

static void fetched_unref(struct fetched *f)
{
	struct kafka_source *s = f->source;

	if (--f->refs)
		return;
	for (uint32_t i = 0; i < f->count; i++)
		rd_kafka_message_destroy(f->messages[i]);
	if (s->spare)
		free(f);
	else
		s->spare = f;
	s->outstanding--;
	if (s->is_closing && !s->outstanding)
		finish_close(s);
}

static void release_records(void *owner)
{
	fetched_unref(owner);
}

static struct split *split_of(struct kafka_source *s, const rd_kafka_message_t *m)
{
	/* Once per run of messages, which are long where it matters. */
	const char *topic = m->rkt ? rd_kafka_topic_name(m->rkt) : "";

	for (uint32_t i = 0; i < s->split_count; i++)
		if (s->splits[i].partition == m->partition && strcmp(s->splits[i].topic, topic) == 0)
			return &s->splits[i];
	return NULL;
}

static void finish_split(struct kafka_source *s, struct split *split)
{
	rd_kafka_topic_partition_list_t *list;

	if (split->is_finished)
		return;
	split->is_finished = true;
	s->finished_count++;
	list = rd_kafka_topic_partition_list_new(1);
	rd_kafka_topic_partition_list_add(list, split->topic, split->partition);
	(void)rd_kafka_pause_partitions(s->client, list); /* What still comes is dropped. */
	rd_kafka_topic_partition_list_destroy(list);
}

static void set_position(struct kafka_source *s, const struct split *split, int64_t offset)
{
	rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);

	rd_kafka_topic_partition_list_add(list, split->topic, split->partition)->offset = offset;
	rd_kafka_error_t *error = rd_kafka_seek_partitions(s->client, list, 0);
	if (error)
		rd_kafka_error_destroy(error);
	rd_kafka_topic_partition_list_destroy(list);
}

/* What is no record: the end of a partition, or an error. */
static void take_event(struct kafka_source *s, const rd_kafka_message_t *m)
{
	struct split *split = split_of(s, m);

	switch ((int)m->err) {
	case RD_KAFKA_RESP_ERR__PARTITION_EOF:
		/* The last offsets may belong to marks of transactions, which are no records. */
		if (split && m->offset >= split->end)
			finish_split(s, split);
		return;
	case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
	case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
		if (!split)
			return;
		if (s->config->on_data_loss == KAFKA_LOSS_CONTINUE) {
			LEAT_LOG(WARN, KAFKA, s->job, "records are gone", leat_log_text("topic", split->topic),
			         leat_log_i64("partition", split->partition),
			         leat_log_i64("offset", split->next));
			set_position(s, split, RD_KAFKA_OFFSET_BEGINNING);
			return;
		}
		s->has_failed = true;
		(void)leat_err_set(&s->err, LEAT_E_DATA_LOSS,
		                   "partition %d of topic \"%s\" has no offset %" PRId64 " any more",
		                   split->partition, split->topic, split->next);
		leat_err_hint(&s->err,
		              "set 'scan.on-data-loss' to continue to go on with what is there");
		return;
	default:
		LEAT_LOG(WARN, KAFKA, s->job, "error from the broker",
		         leat_log_text("text", rd_kafka_message_errstr(m)),
		         leat_log_i64("partition", m->partition));
		return;
	}
}

/* Take what is in the queue.  False: it is empty. */
static bool fetch(struct kafka_source *s)
{
	struct fetched *f = s->spare ? s->spare : leat_malloc(sizeof(*f));
	ssize_t n = rd_kafka_consume_batch_queue(s->queue, 0, f->messages, LEAT_BATCH_ROWS);

	s->spare = n > 0 ? NULL : f;
	if (n <= 0)
		return false;
	f->source = s;
	f->refs = 1;
	f->count = (uint32_t)n;
	s->fetched = f;
	s->given_count = 0;
	s->outstanding++;
	return true;
}

/* The next run of messages of one partition; false: there is none left. */
static bool give_run(struct kafka_source *s, struct leat_records *ret)
{
	struct fetched *f = s->fetched;
	uint32_t max = s->base.batch_rows, first = s->given_count, count = 0;
	struct split *split = NULL;
	const rd_kafka_message_t *run = NULL;

	for (; s->given_count < f->count && count < max; s->given_count++) {
		const rd_kafka_message_t *m = f->messages[s->given_count];
		if (run && (m->rkt != run->rkt || m->partition != run->partition))
			break;
		if (m->err) {
			if (count)
				break;
			take_event(s, m);
			if (s->has_failed) {
				s->given_count++;
				return false;
			}
			continue;
		}
		if (!run) {
			run = m;
			split = split_of(s, m);
			first = s->given_count;
		}
		/* Left over from before a seek, or behind the end. */
		if (!split || m->offset < split->next || split->is_finished)
			continue;
		if (m->offset >= split->end) {
			finish_split(s, split);
			continue;
		}
		rd_kafka_timestamp_type_t type;
		int64_t ms = rd_kafka_message_timestamp(m, &type);
		f->records[first + count] = (struct leat_record){
			.value = { m->payload, (uint32_t)m->len },
			.key = { m->key, (uint32_t)m->key_len },
			.position = m->offset,
			.timestamp_us = type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? LEAT_TIMESTAMP_NONE
			                                                         : ms * 1000,
			.source_data = m,
		};
		split->next = m->offset + 1;
		count++;
	}
	if (split && split->next >= split->end)
		finish_split(s, split);
	if (!count)
		return false;
	f->refs++;
	*ret = (struct leat_records){
		.stream = leat_str_of(split->topic),
		.partition = split->partition,
		.split = (uint32_t)(split - s->splits),
		.count = count,
		.records = &f->records[first],
		.release = release_records,
		.owner = f,
	};
	return true;
}

static enum leat_next kafka_next(struct leat_source *source, struct leat_records *ret,
                                 struct leat_err *err)
{
	struct kafka_source *s = kafka_of(source);

	for (;;) {
		if (s->has_failed) {
			*err = s->err;
			return LEAT_NEXT_FAIL;
		}
		if (s->fetched) {
			bool has_run = give_run(s, ret);
			if (s->given_count == s->fetched->count) {
				struct fetched *done = s->fetched;
				s->fetched = NULL;
				fetched_unref(done);
			}
			if (has_run)
				return LEAT_NEXT_READY;
			continue;
		}
		if (s->is_assigned && s->config->bounded != KAFKA_UNBOUNDED &&
		    s->finished_count == s->split_count)
			return LEAT_NEXT_END;
		if (!s->is_assigned || !fetch(s))
			break;
		if (s->is_waiting || s->is_down) {
			s->is_down = false;
			leat_task_schedule(s->later);
		}
	}
	s->is_asked = true;
	return LEAT_NEXT_EMPTY;
}

/* ---- jams ---- */

static void pause_all(struct kafka_source *s, bool is_paused)
{
	rd_kafka_topic_partition_list_t *list =
	        rd_kafka_topic_partition_list_new((int)s->split_count);

	for (uint32_t i = 0; i < s->split_count; i++)
		if (!s->splits[i].is_finished)
			rd_kafka_topic_partition_list_add(list, s->splits[i].topic,
			                                  s->splits[i].partition);
	if (is_paused)
		(void)rd_kafka_pause_partitions(s->client, list);
	else
		(void)rd_kafka_resume_partitions(s->client, list);
	rd_kafka_topic_partition_list_destroy(list);
	s->is_paused = is_paused;
}

static void jammed(void *data)
{
	struct kafka_source *s = data;

	if (s->is_assigned && !s->is_paused)
		pause_all(s, true);
}

/* The queue has a limit of its own, so short jams need nothing; pausing throws away what is in it. */
static void kafka_pause(struct leat_source *source, bool is_paused)
{
	struct kafka_source *s = kafka_of(source);

	if (is_paused) {
		if (!leat_timer_is_running(s->jam))
			leat_timer_start(s->jam, PAUSE_AFTER_US);
		return;
	}
	leat_timer_stop(s->jam);
	if (s->is_paused)
		pause_all(s, false);
}

/* ---- positions ---- */

static void kafka_used(struct leat_source *source, uint32_t split, int64_t position)
{
	struct kafka_source *s = kafka_of(source);

	leat_assert(split < s->split_count);
	s->splits[split].used = position;
}

/* A line per partition: topic, partition, offset, end.  Before the first plan: what was restored. */
static void kafka_snapshot(struct leat_source *source, struct leat_buf *out)
{
	struct kafka_source *s = kafka_of(source);

	for (uint32_t i = 0; i < s->split_count; i++) {
		struct split *split = &s->splits[i];
		split->saved = split->used;
		leat_buf_printf(out, "%" PRId32 " %" PRId64 " %" PRId64 " %s\n", split->partition,
		                split->used, split->end, split->topic);
	}
	for (uint32_t i = 0; i < s->restored_count && !s->is_assigned; i++)
		leat_buf_printf(out, "%" PRId32 " %" PRId64 " %" PRId64 " %s\n",
		                s->restored[i].partition, s->restored[i].begin, s->restored[i].end,
		                s->restored[i].topic);
}

static int restore(struct kafka_source *s, struct leat_str position, struct leat_err *err)
{
	uint32_t lines = 0;

	for (uint32_t i = 0; i < position.n; i++)
		lines += position.p[i] == '\n';
	s->restored = LEAT_ARENA_ARRAY(s->base.arena, struct kafka_range, lines);
	const char *text = leat_arena_dup(s->base.arena, position.p, position.n);
	while (*text) {
		struct kafka_range *range = &s->restored[s->restored_count];
		const char *end = strchr(text, '\n');
		int topic = 0;
		if (!end ||
		    sscanf(text, "%" SCNd32 " %" SCNd64 " %" SCNd64 " %n", &range->partition,
		           &range->begin, &range->end, &topic) != 3 ||
		    !topic || text + topic >= end)
			return leat_err_set(err, LEAT_E_CHECKPOINT,
			                    "the positions in the topics are damaged");
		range->topic = leat_arena_dup(s->base.arena, text + topic, (size_t)(end - text - topic));
		s->restored_count++;
		text = end + 1;
	}
	return 0;
}

/* For those who watch the group; the checkpoint is what counts. */
static void kafka_committed(struct leat_source *source)
{
	struct kafka_source *s = kafka_of(source);

	if (!s->is_assigned || !leat_kafka_property(s->config, "group.id").n)
		return;
	rd_kafka_topic_partition_list_t *list =
	        rd_kafka_topic_partition_list_new((int)s->split_count);
	for (uint32_t i = 0; i < s->split_count; i++)
		if (s->splits[i].saved >= 0)
			rd_kafka_topic_partition_list_add(list, s->splits[i].topic,
			                                  s->splits[i].partition)
			        ->offset = s->splits[i].saved;
	if (list->cnt)
		(void)rd_kafka_commit(s->client, list, 1); /* The next one will do. */
	rd_kafka_topic_partition_list_destroy(list);
}

static uint32_t kafka_splits(struct leat_source *source, struct leat_split_stats *ret, uint32_t max)
{
	struct kafka_source *s = kafka_of(source);

	for (uint32_t i = 0; i < s->split_count && i < max; i++) {
		const struct split *split = &s->splits[i];
		int64_t low, high = -1;
		/* As of the last fetch: it does not ask the broker. */
		if (rd_kafka_get_watermark_offsets(s->client, split->topic, split->partition, &low,
		                                   &high) ||
		    high < 0)
			high = -1;
		ret[i] = (struct leat_split_stats){
			.stream = leat_str_of(split->topic),
			.partition = split->partition,
			.position = split->used,
			.end_position = high >= 0 && high < split->used ? split->used : high,
		};
	}
	return s->split_count;
}

/* ---- life ---- */

static int make_client(struct kafka_source *s, struct leat_err *err)
{
	const struct kafka_config *config = s->config;
	rd_kafka_conf_t *conf;
	char text[256];

	LEAT_TRY(leat_kafka_conf(config, s->base.job_name, false, &conf, err));
	/* The client takes as much again for its own book-keeping of small messages. */
	size_t kbytes = s->base.budget_bytes / 2 / 1024;
	(void)snprintf(text, sizeof(text), "%zu", kbytes < 1024 ? 1024 : kbytes);
	leat_kafka_conf_default(config, conf, "queued.max.messages.kbytes", text);
	leat_kafka_conf_default(config, conf, "fetch.queue.backoff.ms", "2");
	leat_kafka_conf_default(config, conf, "fetch.wait.max.ms", "50");
	leat_kafka_conf_default(config, conf, "fetch.error.backoff.ms", "100");
	leat_kafka_conf_default(config, conf, "reconnect.backoff.max.ms", "2000");
	(void)snprintf(text, sizeof(text), "leat-%.*s-%.*s", LEAT_STR_ARG(s->base.job_name),
	               LEAT_STR_ARG(s->base.table->name));
	leat_kafka_conf_default(config, conf, "group.id", text);
	char why[256];
	(void)rd_kafka_conf_set(conf, "enable.auto.commit", "false", why, sizeof(why));
	(void)rd_kafka_conf_set(conf, "enable.auto.offset.store", "false", why, sizeof(why));
	(void)rd_kafka_conf_set(conf, "auto.offset.reset", "error", why, sizeof(why));
	(void)rd_kafka_conf_set(conf, "enable.partition.eof",
	                        config->bounded == KAFKA_UNBOUNDED ? "false" : "true", why,
	                        sizeof(why));
	rd_kafka_conf_set_error_cb(conf, client_error);
	rd_kafka_conf_set_opaque(conf, s);
	s->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof(text));
	if (!s->client) {
		rd_kafka_conf_destroy(conf);
		return leat_err_set(err, LEAT_E_OPTION_VALUE, "the Kafka client does not start: %s", text);
	}
	(void)rd_kafka_poll_set_consumer(s->client);
	s->queue = rd_kafka_queue_get_consumer(s->client);
	return 0;
}

/* The signal is on before anything can come: it fires only when the queue was empty. */
static int make_signal(struct kafka_source *s, struct leat_err *err)
{
	if (pipe2(s->signal, O_NONBLOCK | O_CLOEXEC)) {
		s->signal[0] = s->signal[1] = -1;
		return leat_err_set(err, LEAT_E_INTERNAL, "cannot make a pipe: %s", strerror(errno));
	}
	LEAT_TRY(leat_poll_new(s->base.loop, s->signal[0], signalled, s, &s->poll, err));
	rd_kafka_queue_io_event_enable(s->queue, s->signal[1], "1", 1);
	leat_poll_start(s->poll, LEAT_POLL_READ);
	return 0;
}

static void free_client(struct kafka_source *s)
{
	if (s->queue) {
		rd_kafka_queue_io_event_enable(s->queue, -1, NULL, 0);
		rd_kafka_queue_destroy(s->queue);
	}
	s->queue = NULL;
	if (s->client)
		rd_kafka_destroy_flags(s->client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
	s->client = NULL;
}

static void free_rest(struct kafka_source *s)
{
	s->poll = leat_poll_free(s->poll);
	for (int i = 0; i < 2; i++)
		if (s->signal[i] >= 0)
			(void)close(s->signal[i]);
	s->look = leat_timer_free(s->look);
	s->retry = leat_timer_free(s->retry);
	s->discovery = leat_timer_free(s->discovery);
	s->jam = leat_timer_free(s->jam);
	s->later = leat_task_free(s->later);
	free(s->splits);
	free(s->spare);
	s->splits = NULL;
	s->spare = NULL;
}

static int kafka_open(struct leat_source *source, struct leat_str position, struct leat_err *err)
{
	struct kafka_source *s = kafka_of(source);
	int r = 0;

	s->config = source->table->config;
	s->job = leat_arena_dup(source->arena, source->job_name.p, source->job_name.n);
	s->signal[0] = s->signal[1] = -1;
	s->backoff_us = BACKOFF_MIN_US;
	LEAT_TRY(restore(s, position, err));
	if ((r = make_client(s, err)) || (r = make_signal(s, err))) {
		free_client(s);
		free_rest(s);
		return r;
	}
	s->look = leat_timer_new(source->loop, look, s);
	s->retry = leat_timer_new(source->loop, try_again, s);
	s->discovery = leat_timer_new(source->loop, discover, s);
	s->jam = leat_timer_new(source->loop, jammed, s);
	s->later = leat_task_new(source->loop, run_later, s);
	leat_timer_start(s->look, LOOK_US);
	start_plan(s, false);
	return 0;
}

static void run_end(void *data)
{
	free_client(data);
}

static void ended(void *data, bool has_run)
{
	struct kafka_source *s = data;

	leat_assert(has_run);
	s->work = NULL;
	free_rest(s);
	s->base.events->on_closed(s->base.owner);
}

/* Messages refer to the client, and a plan uses it: both have to be over. */
static void finish_close(struct kafka_source *s)
{
	if (!s->work && !s->outstanding)
		s->work = leat_work_start(s->base.loop, run_end, ended, s);
}

static void kafka_close(struct leat_source *source)
{
	struct kafka_source *s = kafka_of(source);
	struct fetched *fetched = s->fetched;

	s->is_closing = true;
	leat_timer_stop(s->look);
	leat_timer_stop(s->retry);
	leat_timer_stop(s->discovery);
	leat_timer_stop(s->jam);
	leat_task_cancel(s->later);
	leat_poll_start(s->poll, 0);
	s->fetched = NULL;
	if (fetched)
		fetched_unref(fetched);
	finish_close(s);
}

const struct leat_source_type leat_kafka_source = {
	.source_size = sizeof(struct kafka_source),
	.open = kafka_open,
	.next_records = kafka_next,
	.metadata = leat_kafka_metadata,
	.used = kafka_used,
	.snapshot = kafka_snapshot,
	.committed = kafka_committed,
	.pause = kafka_pause,
	.splits = kafka_splits,
	.close = kafka_close,
};
