/* SPDX-License-Identifier: Apache-2.0 */
/* Work on libuv's pool. */
#include "io/work.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/loop_int.h"

struct leat_work {
	uv_work_t uv; /**< uv.data is the work. */
	struct leat_loop *loop;
	leat_work_run_fn run;   /**< On the pool. */
	leat_work_done_fn done; /**< On the loop. */
	void *data;             /**< For both. */
};

static void on_pool(uv_work_t *uv)
{
	struct leat_work *work = uv->data;

	work->run(work->data);
}

static void on_done(uv_work_t *uv, int status)
{
	struct leat_work *work = uv->data;
	leat_work_done_fn done = work->done;
	void *data = work->data;

	leat_loop_closed(work->loop);
	leat_loop_begin(work->loop);
	free(work);
	done(data, status == 0);
}

struct leat_work *leat_work_start(struct leat_loop *loop, leat_work_run_fn run,
                                  leat_work_done_fn done, void *data)
{
	struct leat_work *work = leat_zalloc(sizeof(*work));

	work->loop = loop;
	work->run = run;
	work->done = done;
	work->data = data;
	work->uv.data = work;
	leat_loop_opened(loop);
	(void)uv_queue_work(&loop->uv, &work->uv, on_pool, on_done); /* fails only without run */
	return work;
}

void leat_work_cancel(struct leat_work *work)
{
	(void)uv_cancel((uv_req_t *)&work->uv); /* too late is no error */
}
