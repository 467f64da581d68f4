// Generated from docs/openapi.json by "make openapi". Do not edit.
export interface paths {
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Waiting ones by who waits longest, all others by who wrote last.
         */
        get: operations["list_sessions_api_sessions_get"];
        put?: never;
        /**
         * Create session
         * @description A new conversation; keep its `visitor_token`, it is shown only here.
         */
        post: operations["create_session_api_sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count sessions by status */
        get: operations["get_stats_api_sessions_stats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List colleagues
         * @description The active people, other than yourself, to whom a session can be offered, by name.
         *
         *     With how much they serve and whether they are signed in.
         */
        get: operations["list_colleagues_of_mine_api_desk_colleagues_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream changes of all sessions
         * @description Server-sent `session` events: the summary of each session that changes. One stream serves a whole console.
         */
        get: operations["stream_desk_api_desk_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get session
         * @description For an operator, or the session's own visitor.
         */
        get: operations["get_session_api_sessions__name__get"];
        put?: never;
        post?: never;
        /**
         * Erase a session
         * @description Erases the conversation with all its messages, for good.
         */
        delete: operations["erase_session_api_sessions__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages
         * @description Messages after `after_seq`, oldest first; go on with `last_seq` while `has_more`.
         *
         *     Operators get the notes of transfers among them, visitors never.
         */
        get: operations["list_messages_api_sessions__name__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream a session's events
         * @description Server-sent `message` and `status` events with `id:` = seq, `delta` in between; resumes by `Last-Event-ID`.
         *
         *     For operators `note` events, too: what they tell each other.
         */
        get: operations["stream_session_api_sessions__name__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/takeover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over a session
         * @description One of many operators at once wins; the others get 409 with the winner in `details.operator`.
         */
        post: operations["take_over_api_sessions__name__takeover_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a session
         * @description Back to the assistant.
         */
        post: operations["release_api_sessions__name__release_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer session
         * @description Offers a session that you serve to a colleague; it stays yours until they accept, for a minute.
         */
        post: operations["offer_session_api_sessions__name__transfer_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept session
         * @description Takes over a session that was offered to you.
         */
        post: operations["accept_session_api_sessions__name__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline session
         * @description Refuses a session that was offered to you, or takes your own offer back.
         */
        post: operations["decline_session_api_sessions__name__decline_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a person
         * @description Asks for a human; for the visitor, or an operator on their behalf.
         */
        post: operations["escalate_api_sessions__name__escalate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a session */
        post: operations["close_api_sessions__name__close_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a session
         * @description A closed session goes back to the assistant; a visitor's next message does the same.
         */
        post: operations["reopen_api_sessions__name__reopen_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manual/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message as an operator
         * @description An operator's message in a session they have taken over; the same `client_message_id` sends once.
         *
         *     Another text, or another operator, under the same one is a 409 `IDEMPOTENCY_MISMATCH`.
         */
        post: operations["send_manual_message_api_manual_messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message and wait for the answer
         * @description Sends a visitor's message and waits for the assistant's answer.
         *
         *     Sending it again with the same `client_message_id` gives the same answer; another text under it is a 409
         *     `IDEMPOTENCY_MISMATCH`.
         */
        post: operations["chat_api_chat_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message and stream the answer
         * @description The same as server-sent events: `session`, `message` (the visitor's own), `delta`…, `message`, `status`, `done`.
         *
         *     The answer goes on being written when the connection breaks; resume on the session's events.
         */
        post: operations["chat_stream_api_chat_stream_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get health
         * @description Summary: Redis away is `degraded` and 200, PostgreSQL away is `down` and 503; answers within 100 ms.
         */
        get: operations["get_health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process runs
         * @description The process runs and its event loop turns.
         */
        get: operations["get_liveness_health_live_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that requests can be taken
         * @description Ready to take traffic: PostgreSQL answers and the process is not draining.
         */
        get: operations["get_readiness_health_ready_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get health in detail
         * @description Pools, workers, queue depth, journal backlog, disk; a part that does not answer says so itself.
         */
        get: operations["get_detail_api_health_detailed_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics
         * @description Prometheus text of all processes of this instance.
         */
        get: operations["get_metrics_api_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an account
         * @description Makes an account by invitation. Where registration is open it also makes one without, which waits for a role.
         */
        post: operations["register_api_auth_register_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Signs in; the refresh token also comes as an HttpOnly cookie.
         *
         *     After some wrong passwords for an account from one address the wait for the next try there grows: 429 says how long.
         */
        post: operations["login_api_auth_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a sign-in
         * @description Trades a refresh token, from the body or the cookie, for the next pair.
         */
        post: operations["refresh_api_auth_refresh_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the sign-ins of the access token and of the refresh cookie, either of which may be missing or over.
         *
         *     The cookie goes. A page of another site does not have it sent (`SameSite=Strict`), so it signs nobody out.
         */
        post: operations["logout_api_auth_logout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your own profile */
        get: operations["get_profile_api_auth_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your own profile
         * @description A new password needs the current one, which may be guessed no more often than at sign-in.
         */
        patch: operations["change_profile_api_auth_me_patch"];
        trace?: never;
    };
    "/api/agent/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in as an operator
         * @description Signs an operator in by e-mail address as user name and marks the seat online.
         */
        post: operations["agent_login_api_agent_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew an operator's sign-in */
        post: operations["agent_refresh_api_agent_refresh_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out as an operator */
        post: operations["agent_logout_api_agent_logout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the operator's profile */
        get: operations["agent_profile_api_agent_profile_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description People by the order in which they joined; `q` looks in names and e-mail addresses.
         */
        get: operations["list_users_api_users_get"];
        put?: never;
        /**
         * Create user
         * @description Owners and admins are made by owners alone. A password that is easy to guess is refused.
         */
        post: operations["create_user_api_users_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get user */
        get: operations["get_user_api_users__user_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change user
         * @description Changes what is given; `is_active: false` signs the person out everywhere.
         *
         *     With `revoke_keys` the client keys that they have made stop working, too (`GET /api/keys?created_by=` lists them).
         */
        patch: operations["change_user_api_users__user_id__patch"];
        trace?: never;
    };
    "/api/users/{user_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate user
         * @description Signs the person out everywhere and refuses further sign-ins; can be taken back by `is_active: true`.
         */
        post: operations["deactivate_user_api_users__user_id__deactivate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations
         * @description Those that can still be used, newest first.
         */
        get: operations["list_invitations_api_invitations_get"];
        put?: never;
        /**
         * Create invitation
         * @description A link for one person, good once and for seven days; send it to them. The answer holds it this once.
         */
        post: operations["create_invitation_api_invitations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw invitation */
        delete: operations["withdraw_invitation_api_invitations__invitation_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List client keys */
        get: operations["list_client_keys_api_keys_get"];
        put?: never;
        /**
         * Create client key
         * @description The answer holds the key itself, this once.
         */
        post: operations["create_client_key_api_keys_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get client key */
        get: operations["get_client_key_api_keys__key_id__get"];
        put?: never;
        post?: never;
        /** Delete client key */
        delete: operations["delete_client_key_api_keys__key_id__delete"];
        options?: never;
        head?: never;
        /** Change client key */
        patch: operations["change_client_key_api_keys__key_id__patch"];
        trace?: never;
    };
    "/api/keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate client key
         * @description A new secret, shown this once; the old one works on for the overlap.
         */
        post: operations["rotate_client_key_api_keys__key_id__rotate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{key_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a client key's usage
         * @description Requests, errors and tokens by day (UTC), oldest first.
         */
        get: operations["get_usage_api_keys__key_id__usage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries
         * @description Who did what, from where and with which outcome, newest first.
         *
         *     `actor` is an id or a part of a name, `action` one such as `user.signed_in` or its beginning, such as `user.`;
         *     `target` is a part of one or of its name; `q` looks in names and targets.
         */
        get: operations["list_audit_api_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit entries
         * @description All that match as CSV, newest first, streamed; the export is an entry itself.
         */
        get: operations["export_audit_api_audit_export_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get audit entry */
        get: operations["get_audit_entry_api_audit__entry_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks
         * @description Newest first; `from` and `to` are of `created_at`. A client key sees its own tasks alone.
         */
        get: operations["list_tasks_api_tasks_get"];
        put?: never;
        /**
         * Create task
         * @description Accepts a task; the same `idempotency_key` of the same caller gives the first one again.
         *
         *     Another kind or payload under it is a 409 `IDEMPOTENCY_MISMATCH`.
         */
        post: operations["create_task_api_tasks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create batch
         * @description Accepts a task for each payload, all or none, and counts them together.
         */
        post: operations["create_batch_api_tasks_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel, retry, pause or resume many tasks
         * @description Each that may be; those that refuse are named with the reason.
         */
        post: operations["act_on_tasks_api_tasks_bulk_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List batches
         * @description Newest first. A client key sees its own batches alone.
         */
        get: operations["list_batches_api_tasks_batches_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get batch */
        get: operations["get_batch_api_tasks_batches__batch_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List kinds
         * @description The kinds of tasks that there are, by name; for a client key those that it may start.
         */
        get: operations["list_kinds_api_tasks_kinds_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List queues
         * @description The queues that there are tasks of, and the default one, by name: the first 500.
         */
        get: operations["list_queues_api_tasks_queues_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get stats
         * @description Of each kind: how many have ended in these days and how; how long its last 1,000 waited and ran.
         */
        get: operations["get_stats_api_tasks_stats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get task */
        get: operations["get_task_api_tasks__task_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/dependants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tasks that wait for a task
         * @description Those that name it in `depends_on` and wait still: none once it has ended. A client key sees its own alone.
         */
        get: operations["list_dependants_api_tasks__task_id__dependants_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a task has told
         * @description The lines of all its attempts, oldest first, with the failures of those that were tried again, and its pauses.
         */
        get: operations["get_log_api_tasks__task_id__log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel, retry, pause or resume a task
         * @description A running task that is cancelled ends within seconds, at its next heartbeat or progress.
         */
        post: operations["act_on_task_api_tasks__task_id___action__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/{task_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream a task's progress
         * @description Server-sent `task` events: the row now and at each change, until it has finished.
         */
        get: operations["stream_task_api_tasks__task_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List schedules */
        get: operations["list_schedules_api_schedules_get"];
        put?: never;
        /**
         * Create schedule
         * @description By a cron expression in a time zone or by an interval; fires once each time, however many schedulers run.
         */
        post: operations["create_schedule_api_schedules_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview when a schedule would fire
         * @description Its next five times were it saved now; nothing is stored. What is wrong with its times is refused as there.
         */
        post: operations["preview_schedule_api_schedules_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get schedule */
        get: operations["get_schedule_api_schedules__schedule_id__get"];
        put?: never;
        post?: never;
        /** Delete schedule */
        delete: operations["delete_schedule_api_schedules__schedule_id__delete"];
        options?: never;
        head?: never;
        /** Change schedule */
        patch: operations["change_schedule_api_schedules__schedule_id__patch"];
        trace?: never;
    };
    "/api/schedules/{schedule_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run schedule
         * @description A task of it now, beside its times.
         */
        post: operations["run_schedule_api_schedules__schedule_id__run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workers
         * @description Worker processes that have reported within the last minute.
         */
        get: operations["list_workers_api_workers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/upstreams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List upstreams */
        get: operations["list_upstreams_api_admin_upstreams_get"];
        put?: never;
        /**
         * Create upstream
         * @description Loopback and private addresses are refused unless `allow_private` is set, which is the owners' to do.
         */
        post: operations["create_upstream_api_admin_upstreams_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/upstreams/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dialect presets
         * @description How known providers of OpenAI's format are asked where an upstream's `dialect` leaves it open.
         */
        get: operations["list_dialect_presets_api_admin_upstreams_presets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/upstreams/{upstream_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get upstream */
        get: operations["get_upstream_api_admin_upstreams__upstream_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete upstream
         * @description Its keys, and the rules, prices and scripts for it alone, go with it; refused while a route leads to it.
         */
        delete: operations["delete_upstream_api_admin_upstreams__upstream_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change upstream
         * @description After a change of `base_url`, `auth` or `allow_private` its keys rest until they are given again.
         *
         *     An owner may confirm the change instead. `awaiting_keys` counts those that rest.
         */
        patch: operations["change_upstream_api_admin_upstreams__upstream_id__patch"];
        trace?: never;
    };
    "/api/admin/upstreams/{upstream_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an upstream's new address
         * @description An owner confirms with their password that the keys may go to where the upstream points now.
         */
        post: operations["confirm_upstream_api_admin_upstreams__upstream_id__confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/upstreams/{upstream_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an upstream
         * @description Asks it for its models with one of its keys.
         */
        post: operations["try_upstream_api_admin_upstreams__upstream_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/upstreams/{upstream_id}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List upstream models
         * @description Asks it for its models, as a test does, with one of its keys.
         */
        get: operations["list_upstream_models_api_admin_upstreams__upstream_id__models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List routes */
        get: operations["list_routes_api_admin_routes_get"];
        put?: never;
        /**
         * Create route
         * @description Requests to `/v1/*` that name this model go to one of the targets by weight, then to the fallbacks.
         */
        post: operations["create_route_api_admin_routes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/routes/{route_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get route */
        get: operations["get_route_api_admin_routes__route_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete route
         * @description Refused while a deployment is of the route, or an assistant speaks by its model.
         */
        delete: operations["delete_route_api_admin_routes__route_id__delete"];
        options?: never;
        head?: never;
        /** Change route */
        patch: operations["change_route_api_admin_routes__route_id__patch"];
        trace?: never;
    };
    "/api/admin/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List upstream keys */
        get: operations["list_upstream_keys_api_admin_keys_get"];
        put?: never;
        /**
         * Create upstream key
         * @description The secret is encrypted and never returned; `key_hint` shows its end.
         */
        post: operations["create_upstream_key_api_admin_keys_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count upstream keys
         * @description How many keys that match are in each state.
         */
        get: operations["count_upstream_keys_api_admin_keys_counts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export upstream keys
         * @description The keys that match as CSV, without their secrets.
         */
        get: operations["export_upstream_keys_api_admin_keys_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import upstream keys
         * @description Keys in bulk, 100,000 and more at once: a list, a JSON array or CSV with a heading.
         *
         *     What is wrong is listed, the first hundred with line and reason, and keeps nothing else from coming in.
         */
        post: operations["import_upstream_keys_api_admin_keys_import_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change upstream keys
         * @description For keys by id, or for all that match a filter. Enabling also ends rests. More than 10,000 keys take a task.
         */
        post: operations["change_upstream_keys_api_admin_keys_bulk_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test upstream keys
         * @description Asks the upstreams for their models with each of these keys, as a task; its result counts the answers.
         */
        post: operations["try_upstream_keys_api_admin_keys_test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get upstream key */
        get: operations["get_upstream_key_api_admin_keys__key_id__get"];
        put?: never;
        post?: never;
        /** Delete upstream key */
        delete: operations["delete_upstream_key_api_admin_keys__key_id__delete"];
        options?: never;
        head?: never;
        /** Change upstream key */
        patch: operations["change_upstream_key_api_admin_keys__key_id__patch"];
        trace?: never;
    };
    "/api/admin/keys/{key_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an upstream key
         * @description Asks the key's upstream for its models with this key, whatever its status.
         */
        post: operations["try_upstream_key_api_admin_keys__key_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/keys/{key_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an upstream key's history
         * @description What became of the key, when and why; newest first.
         */
        get: operations["list_key_history_api_admin_keys__key_id__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/import/litellm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a LiteLLM configuration
         * @description Upstreams, keys and routes of a LiteLLM `config.yaml`; first without `apply`, to see what it comes to.
         */
        post: operations["import_litellm_api_admin_import_litellm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rules
         * @description In the order they are held against an answer: higher priority first.
         */
        get: operations["list_rules_api_admin_rules_get"];
        put?: never;
        /**
         * Create rule
         * @description What is wrong with a tree is named by its place in it, such as `condition.all[1].body.regex`.
         */
        post: operations["create_rule_api_admin_rules_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rules/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rule presets
         * @description Rules to begin with; post one of them to keep it.
         */
        get: operations["list_rule_presets_api_admin_rules_presets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a rule on logged requests
         * @description Holds a rule against logged requests, newest first, and changes nothing. It tells what kept bodies hold.
         */
        post: operations["try_rule_api_admin_rules_dry_run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get rule */
        get: operations["get_rule_api_admin_rules__rule_id__get"];
        put?: never;
        post?: never;
        /** Delete rule */
        delete: operations["delete_rule_api_admin_rules__rule_id__delete"];
        options?: never;
        head?: never;
        /** Change rule */
        patch: operations["change_rule_api_admin_rules__rule_id__patch"];
        trace?: never;
    };
    "/api/admin/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List prices
         * @description By model. A request costs by upstream and model, else by model, else by the longest beginning with `*`.
         */
        get: operations["list_prices_api_admin_prices_get"];
        put?: never;
        /**
         * Create price
         * @description Holds for requests from now on; what is logged keeps the cost it had.
         */
        post: operations["create_price_api_admin_prices_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prices/published": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List published prices
         * @description What providers ask for their models, to make prices from. It comes with Relaydesk and charges nothing.
         */
        get: operations["list_published_prices_api_admin_prices_published_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prices/currencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List currencies
         * @description What your prices are in, by ISO 4217; empty without prices.
         */
        get: operations["list_currencies_api_admin_prices_currencies_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/prices/{price_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get price */
        get: operations["get_price_api_admin_prices__price_id__get"];
        put?: never;
        post?: never;
        /** Delete price */
        delete: operations["delete_price_api_admin_prices__price_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change price
         * @description Holds for requests from now on; what is logged keeps the cost it had.
         */
        patch: operations["change_price_api_admin_prices__price_id__patch"];
        trace?: never;
    };
    "/api/admin/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List scripts
         * @description In the order in which they run: higher priority first. Reading sources is an entry of the audit log.
         */
        get: operations["list_scripts_api_admin_scripts_get"];
        put?: never;
        /**
         * Create script
         * @description A source that does not load is refused; the message names its line.
         */
        post: operations["create_script_api_admin_scripts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/scripts/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a script on a sample
         * @description Runs a script on a sample, in the sandbox and within the limits that it would have; saves nothing.
         */
        post: operations["run_script_api_admin_scripts_test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/scripts/{script_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get script */
        get: operations["get_script_api_admin_scripts__script_id__get"];
        put?: never;
        post?: never;
        /** Delete script */
        delete: operations["delete_script_api_admin_scripts__script_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change script
         * @description A new source becomes a new version; one that was made of an older version than the newest may be refused.
         */
        patch: operations["change_script_api_admin_scripts__script_id__patch"];
        trace?: never;
    };
    "/api/admin/scripts/{script_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List script versions
         * @description Newest first; the first one is in use.
         */
        get: operations["list_script_versions_api_admin_scripts__script_id__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/scripts/{script_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a version of a script
         * @description Takes up an earlier version's source again, as a new version.
         */
        post: operations["restore_script_api_admin_scripts__script_id__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List logged requests
         * @description Newest first. `upstream` is a name or an id; `q` a request id or a part of a path or an error.
         */
        get: operations["list_logged_requests_api_admin_logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/logs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export logged requests
         * @description All that match as CSV, newest first, streamed. Texts that a spreadsheet would run get an apostrophe before.
         */
        get: operations["export_logged_requests_api_admin_logs_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/logs/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get logged request
         * @description One request with its attempts and, where they are kept and the caller has `gateway.bodies.read`, its bodies.
         *
         *     Reading bodies is an entry of the audit log.
         */
        get: operations["get_logged_request_api_admin_logs__request_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get statistics
         * @description Requests, errors, latency, tokens and cost: in all, by `group_by`, over time; the last day by default.
         *
         *     `upstream` is a name or an id. Times are taken to whole hours (UTC), or to whole days where a key, client key or
         *     model is given and the range begins before the log does. Sums outlive the log's rows: 400 days. Two or more of key,
         *     client key and model together are answered out of the log: 422 names `from` where it begins too early.
         */
        get: operations["get_stats_api_admin_stats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stats/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get key usage
         * @description What these upstream keys did in the last day; those that did nothing are left out.
         */
        get: operations["get_key_usage_api_admin_stats_keys_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stats/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export statistics
         * @description All groups as CSV, streamed; one line for each currency of a group. `cost` is in units of the currency.
         */
        get: operations["export_stats_api_admin_stats_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List channels */
        get: operations["list_channels_api_admin_channels_get"];
        put?: never;
        /**
         * Create channel
         * @description The URL is encrypted; `shown_url` is all that is shown of it.
         */
        post: operations["create_channel_api_admin_channels_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get channel */
        get: operations["get_channel_api_admin_channels__channel_id__get"];
        put?: never;
        post?: never;
        /** Delete channel */
        delete: operations["delete_channel_api_admin_channels__channel_id__delete"];
        options?: never;
        head?: never;
        /** Change channel */
        patch: operations["change_channel_api_admin_channels__channel_id__patch"];
        trace?: never;
    };
    "/api/admin/channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test notice
         * @description Sends a notice at once and says what came of it.
         */
        post: operations["try_channel_api_admin_channels__channel_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/channels/{channel_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a channel's deliveries
         * @description What was sent, newest first; the last 200.
         */
        get: operations["list_deliveries_api_admin_channels__channel_id__deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List models in the registry
         * @description The newest first.
         */
        get: operations["list_models_api_models_get"];
        put?: never;
        /**
         * Create model
         * @description A name for versions to come; their files are sent to `POST /api/models/{name}/versions`.
         */
        post: operations["create_model_api_models_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get model */
        get: operations["get_model_api_models__name__get"];
        put?: never;
        post?: never;
        /**
         * Delete model
         * @description With all of its versions and their files. An alias keeps it: 409 `MODEL_IN_USE` names those that there are.
         */
        delete: operations["delete_model_api_models__name__delete"];
        options?: never;
        head?: never;
        /** Change model */
        patch: operations["change_model_api_models__name__patch"];
        trace?: never;
    };
    "/api/models/{name}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Point model alias
         * @description Makes the alias, or moves it to another version in one step.
         */
        put: operations["point_model_alias_api_models__name__aliases__alias__put"];
        post?: never;
        /** Delete model alias */
        delete: operations["delete_model_alias_api_models__name__aliases__alias__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List model versions
         * @description The newest first, without inputs, outputs and metadata.
         */
        get: operations["list_model_versions_api_models__name__versions_get"];
        put?: never;
        /**
         * Upload a model version
         * @description The next version, from an ONNX file as it is or in the field `file` of a form, with all of its data inside.
         *
         *     Its inputs and outputs are read from it. Of an upload that is cut or refused nothing stays.
         */
        post: operations["upload_model_version_api_models__name__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get model version */
        get: operations["get_model_version_api_models__name__versions__version__get"];
        put?: never;
        post?: never;
        /**
         * Delete model version
         * @description With its file; its number is not given again. An alias keeps it: 409 `MODEL_IN_USE` names those that do.
         */
        delete: operations["delete_model_version_api_models__name__versions__version__delete"];
        options?: never;
        head?: never;
        /** Change model version */
        patch: operations["change_model_version_api_models__name__versions__version__patch"];
        trace?: never;
    };
    "/api/models/{name}/versions/{version}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download model file
         * @description As it was uploaded. `ETag` is its SHA-256 in quotation marks.
         */
        get: operations["download_model_file_api_models__name__versions__version__file_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare model versions
         * @description Metrics, metadata, inputs, outputs and sizes side by side.
         */
        get: operations["compare_model_versions_api_models__name__compare_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deployments
         * @description The newest first.
         */
        get: operations["list_deployments_api_deployments_get"];
        put?: never;
        /**
         * Create deployment
         * @description Has a version of a model served under `/v2/models/{name}`, as soon as it is loaded.
         *
         *     Of a route: has `/v1` answer by it for `name`, as long as the deployment is started.
         */
        post: operations["create_deployment_api_deployments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get deployment */
        get: operations["get_deployment_api_deployments__deployment_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete deployment
         * @description Its replicas answer what they have, and end. Inferences over files go with it: their requests and answers.
         *
         *     One of a route is refused while an assistant speaks by its name.
         */
        delete: operations["delete_deployment_api_deployments__deployment_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change deployment
         * @description Its replicas are replaced, or become more or fewer, while it goes on answering. Its traffic stays where it is.
         */
        patch: operations["change_deployment_api_deployments__deployment_id__patch"];
        trace?: never;
    };
    "/api/deployments/{deployment_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start deployment
         * @description Of one that has failed: tries it again.
         */
        post: operations["start_deployment_api_deployments__deployment_id__start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop deployment
         * @description Its replicas answer what they have, and end.
         */
        post: operations["stop_deployment_api_deployments__deployment_id__stop_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll a deployment back
         * @description To its traffic before the last change; once more, and it is as it was. 409 where there was no change yet.
         *
         *     With the `revision` that was looked at, the same request sent twice rolls back once.
         */
        post: operations["roll_back_deployment_api_deployments__deployment_id__rollback_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a deployment follow an alias
         * @description All of its traffic goes to the version that the alias points to, and on with it from then on.
         */
        post: operations["follow_model_alias_api_deployments__deployment_id__follow_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split a deployment's traffic
         * @description Among versions of its model, in one step once all are loaded. It does not follow its alias any more.
         */
        post: operations["split_deployment_traffic_api_deployments__deployment_id__traffic_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List inference batches
         * @description The newest first.
         */
        get: operations["list_inference_batches_api_deployments__deployment_id__batch_get"];
        put?: never;
        /**
         * Infer over a file
         * @description Each line is a request as `/v2/models/{name}/infer` takes it, and has its answer at the same place of the output.
         *
         *     What is refused is a line `{"error": …}` there, and blank lines have none. The task survives restarts and goes on
         *     where it was; answers are kept for a week.
         */
        post: operations["begin_inference_batch_api_deployments__deployment_id__batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/batch/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get inference batch */
        get: operations["get_inference_batch_api_deployments__deployment_id__batch__task_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete inference batch
         * @description Its file of requests and the answers to them, before their week is over. Cancel its task first if that runs.
         */
        delete: operations["delete_inference_batch_api_deployments__deployment_id__batch__task_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/batch/{task_id}/output": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download inference batch
         * @description The answers so far, a line for each.
         */
        get: operations["download_inference_batch_api_deployments__deployment_id__batch__task_id__output_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deployments/{deployment_id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a deployment's figures
         * @description Requests, errors and mean times by version; of a deployment of a route those of the route by that name.
         */
        get: operations["get_deployment_figures_api_deployments__deployment_id__figures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a model of the gateway
         * @description Asks a route or a deployment of one as a program would at `/v1`, with a row in the log that names the person.
         *
         *     Server-sent events: `begun`, `delta`…, `done`, and `usage` with tokens and cost as the log has them; `error` names a
         *     code of the relay. Leave, and the upstream is left at once. More than four at a time are a 429 `TOO_MANY_CHATS`.
         */
        post: operations["try_chat_api_playground_chat_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assistants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List assistants */
        get: operations["list_assistants_api_assistants_get"];
        put?: never;
        /** Create assistant */
        post: operations["create_assistant_api_assistants_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assistants/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List models
         * @description What an assistant can answer with: the models that enabled routes offer.
         */
        get: operations["list_models_api_assistants_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assistants/{assistant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get assistant */
        get: operations["get_assistant_api_assistants__assistant_id__get"];
        put?: never;
        post?: never;
        /** Delete assistant */
        delete: operations["delete_assistant_api_assistants__assistant_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change assistant
         * @description Changes what is given; `merchant_id: null` lets it answer from the only active merchant, or from none.
         *
         *     `max_turns_per_day: null` takes its daily bound away.
         */
        patch: operations["change_assistant_api_assistants__assistant_id__patch"];
        trace?: never;
    };
    "/merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List merchants */
        get: operations["list_merchants_merchants_get"];
        put?: never;
        /** Create merchant */
        post: operations["create_merchant_merchants_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchants/{merchant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get merchant */
        get: operations["get_merchant_merchants__merchant_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change merchant */
        patch: operations["change_merchant_merchants__merchant_id__patch"];
        trace?: never;
    };
    "/merchants/{merchant_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect a store
         * @description Connects the store, or replaces the connection of the same platform. The token is never returned.
         *
         *     The first store's products are synced every hour from then on; `PUT /merchants/{merchant_id}/schedule` changes that.
         */
        post: operations["connect_store_merchants__merchant_id__connections_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchants/{merchant_id}/connections/{connection_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a store's connection
         * @description Asks the store who it is and which scopes the token has.
         */
        post: operations["try_connection_merchants__merchant_id__connections__connection_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchants/{merchant_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change when products are synced
         * @description By a cron expression in a time zone; switched off, products are synced by hand alone.
         */
        put: operations["change_schedule_merchants__merchant_id__schedule_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/sync/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync a merchant's products
         * @description Reads the merchant's store as a task; 409 names the sync that is running already.
         */
        post: operations["start_sync_products_sync__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{platform}/sync-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync a merchant's products from one platform
         * @description The same for the merchant's store on one platform.
         */
        post: operations["start_platform_sync_integrations__platform__sync_products_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List syncs
         * @description The history, latest first.
         */
        get: operations["list_syncs_products_sync_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/sync/{sync_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get sync */
        get: operations["get_sync_products_sync__sync_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/sync/{sync_id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a sync's records
         * @description What became of each record, and why; `unchanged` ones are kept for the latest sync only.
         */
        get: operations["list_records_products_sync__sync_id__records_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List products
         * @description Products of one merchant or of all; with `q` those that match, best first, otherwise by title.
         *
         *     In `q`, a word that no product has is taken for the nearest one that some product has, and "under 500" limits the
         *     price. A filter that there is not is refused.
         */
        get: operations["list_products_products_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get product */
        get: operations["get_product_products__product_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/merchants/{merchant_id}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a merchant's questions
         * @description The merchant's FAQ.
         */
        get: operations["list_questions_merchants__merchant_id__questions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * After
         * @description What a task waits for: that those it depends on have succeeded, or that they have ended however.
         * @enum {string}
         */
        After: "success" | "any";
        /**
         * AgentLoginIn
         * @example {
         *       "password": "your password",
         *       "username": "anna@shop.example"
         *     }
         */
        AgentLoginIn: {
            /** Username */
            username: string;
            /** Password */
            password: string;
        };
        /** AgentOut */
        AgentOut: {
            /** Id */
            id: string;
            /** Username */
            username: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "agent" | "admin";
            /**
             * Status
             * @enum {string}
             */
            status: "online" | "offline";
            /** Max Sessions */
            max_sessions: number;
        };
        /** AgentProfile */
        AgentProfile: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
            agent: components["schemas"]["AgentOut"];
        };
        /** AgentRefreshed */
        AgentRefreshed: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
            /** Token */
            token: string;
            /** Refresh Token */
            refresh_token: string;
            /** Expires In */
            expires_in: number;
        };
        /** AgentSignedIn */
        AgentSignedIn: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
            /** Token */
            token: string;
            /** Refresh Token */
            refresh_token: string;
            /**
             * Token Type
             * @default bearer
             * @constant
             */
            token_type: "bearer";
            /** Expires In */
            expires_in: number;
            agent: components["schemas"]["AgentOut"];
        };
        /**
         * AliasIn
         * @example {
         *       "version": 1
         *     }
         */
        AliasIn: {
            /** Version */
            version: number;
        };
        /** AliasOut */
        AliasOut: {
            /** Model */
            model: string;
            /** Alias */
            alias: string;
            /** Version */
            version: number;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * AssistantIn
         * @example {
         *       "model": "relaydesk-extractive",
         *       "name": "Shop assistant",
         *       "opening_line": "Hello! What are you looking for?"
         *     }
         */
        AssistantIn: {
            /** Name */
            name: string;
            /**
             * Persona
             * @default You are the friendly assistant of an online shop. Answer from the sources you are given, name the product and its price, keep it short, and say so when the sources do not hold the answer.
             */
            persona: string;
            /**
             * Model
             * @default relaydesk-extractive
             */
            model: string;
            /**
             * Temperature
             * @default 0.2
             */
            temperature: number;
            /**
             * Opening Line
             * @default
             */
            opening_line: string;
            /** Merchant Id */
            merchant_id?: string | null;
            /**
             * Max Turns Per Day
             * @description What strangers can make it answer a day (UTC); null is without a bound.
             * @default 5000
             */
            max_turns_per_day: number | null;
            /**
             * Is Enabled
             * @default true
             */
            is_enabled: boolean;
            /**
             * Is Default
             * @default false
             */
            is_default: boolean;
        };
        /**
         * AssistantOut
         * @description What no row holds, how many turns it has had today and whether its model is offered, is counted when shown.
         */
        AssistantOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Persona */
            persona: string;
            /** Model */
            model: string;
            /** Temperature */
            temperature: number;
            /** Opening Line */
            opening_line: string;
            /** Merchant Id */
            merchant_id: string | null;
            /** Max Turns Per Day */
            max_turns_per_day: number | null;
            /**
             * Turns Today
             * @default 0
             */
            turns_today: number;
            /**
             * Is Model Offered
             * @description Whether an enabled route offers `model`: without one it is mute.
             * @default false
             */
            is_model_offered: boolean;
            /** Is Enabled */
            is_enabled: boolean;
            /** Is Default */
            is_default: boolean;
            /** Version */
            version: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * AssistantPatch
         * @example {
         *       "max_turns_per_day": 2000,
         *       "opening_line": "Hello! Ask me about our bikes."
         *     }
         */
        AssistantPatch: {
            /** Name */
            name?: string | null;
            /** Persona */
            persona?: string | null;
            /** Model */
            model?: string | null;
            /** Temperature */
            temperature?: number | null;
            /** Opening Line */
            opening_line?: string | null;
            /** Merchant Id */
            merchant_id?: string | null;
            /** Max Turns Per Day */
            max_turns_per_day?: number | null;
            /** Is Enabled */
            is_enabled?: boolean | null;
            /** Is Default */
            is_default?: boolean | null;
        };
        /**
         * AttemptOut
         * @description One request as the upstream saw it; `error` names a failure without an answer.
         *
         *     `upstream` and `key` are the names that they have, or had as they went. `blame` is whose fault a failure is.
         *     `at_ms` is when it began, in the time of the request; 0 in what was logged before that was noted. `ms` is until
         *     the head of its answer had come; for a refusal whose body was read, until that had.
         */
        AttemptOut: {
            /** Upstream Id */
            upstream_id: number;
            /** Upstream */
            upstream: string | null;
            /** Key Id */
            key_id: number | null;
            /** Key */
            key: string | null;
            /** Status */
            status: number | null;
            /** Error */
            error: string | null;
            /** At Ms */
            at_ms: number;
            /** Ms */
            ms: number;
            /** Blame */
            blame: ("client" | "key" | "upstream" | "our_ip") | null;
        };
        /**
         * AuditEntryOut
         * @description `address` is where the request came from; empty where Relaydesk acted by itself.
         */
        AuditEntryOut: {
            /** Id */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Actor */
            actor: string;
            /** Actor Name */
            actor_name: string;
            /** Action */
            action: string;
            /** Target */
            target: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "done" | "failed" | "refused";
            /** Address */
            address: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Request Id */
            request_id: string;
        };
        /**
         * AuthIn
         * @description `name` is the header (default `x-api-key`) or the query parameter (default `key`).
         */
        AuthIn: {
            /**
             * Type
             * @default bearer
             * @enum {string}
             */
            type: "bearer" | "header" | "query";
            /** Name */
            name?: string | null;
        };
        /** BatchAccepted */
        BatchAccepted: {
            /** Batch Id */
            batch_id: string;
            /** Total */
            total: number;
        };
        /**
         * BatchCreate
         * @example {
         *       "kind": "demo.echo",
         *       "payloads": [
         *         {
         *           "text": "one"
         *         },
         *         {
         *           "text": "two"
         *         }
         *       ]
         *     }
         */
        BatchCreate: {
            /** Kind */
            kind: string;
            /**
             * Priority
             * @description A point counts as a minute that it is due earlier.
             * @default 0
             */
            priority: number;
            /**
             * Queue
             * @description Where it waits; the queue of its kind by default.
             */
            queue?: string | null;
            /** Run At */
            run_at?: string | null;
            /**
             * Depends On
             * @description Tasks that come first. They are there: no cycle can be.
             * @default []
             */
            depends_on: string[];
            /**
             * @description `success`: it fails where one of `depends_on` does not succeed; `any`: it waits for their end.
             * @default success
             */
            after: components["schemas"]["After"];
            /**
             * Payloads
             * @description Their number times that of `depends_on` is 100,000 at most.
             */
            payloads: {
                [key: string]: unknown;
            }[];
        };
        /** BatchOut */
        BatchOut: {
            /** Batch Id */
            batch_id: string;
            /** Kind */
            kind: string;
            /** Owner */
            owner: string;
            /** Total */
            total: number;
            /** Succeeded */
            succeeded: number;
            /** Failed */
            failed: number;
            /** Cancelled */
            cancelled: number;
            /**
             * Progress
             * @description How many of its tasks have ended, 0 to 1.
             */
            progress: number;
            /**
             * Status
             * @description `failed` where one has failed, `cancelled` where one was cancelled and none failed.
             * @enum {string}
             */
            status: "running" | "succeeded" | "failed" | "cancelled";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * BreakerIn
         * @description After `failures` in a row by its own fault an upstream is not asked for `hold_s`; with 0 it always is.
         */
        BreakerIn: {
            /**
             * Failures
             * @default 10
             */
            failures: number;
            /**
             * Hold S
             * @default 5
             */
            hold_s: number;
        };
        /**
         * BudgetPart
         * @description What to change of a budget; the rest of it stays.
         */
        BudgetPart: {
            /** Requests */
            requests?: number | null;
            /** Tokens */
            tokens?: number | null;
            /** Cost Micros */
            cost_micros?: number | null;
            /** Period */
            period?: ("day" | "month") | null;
        };
        /**
         * BudgetShape
         * @description What a key may use of the gateway in a calendar day or month (UTC).
         *
         *     `cost_micros` is in millionths of the unit of the currency that the price table is in; with prices in several, the
         *     costs of each are added as if they were one.
         */
        BudgetShape: {
            /** Requests */
            requests?: number | null;
            /** Tokens */
            tokens?: number | null;
            /** Cost Micros */
            cost_micros?: number | null;
            /**
             * Period
             * @enum {string}
             */
            period: "day" | "month";
        };
        /**
         * BudgetUsed
         * @description Of the period now. Requests and cost count when they are admitted, tokens once the request log has them.
         */
        BudgetUsed: {
            /** Requests */
            requests: number;
            /** Tokens */
            tokens: number;
            /** Cost Micros */
            cost_micros: number;
            /**
             * Resets At
             * Format: date-time
             */
            resets_at: string;
        };
        /**
         * BulkAct
         * @example {
         *       "action": "cancel",
         *       "ids": [
         *         "task_5f0c1d2e3a4b5c6d"
         *       ]
         *     }
         */
        BulkAct: {
            /** Ids */
            ids: string[];
            /**
             * Action
             * @enum {string}
             */
            action: "cancel" | "retry" | "pause" | "resume";
        };
        /** BulkActed */
        BulkActed: {
            /** Done */
            done: string[];
            /** Refused */
            refused: components["schemas"]["BulkRefusal"][];
        };
        /**
         * BulkRefusal
         * @description As the error is that the task alone would have answered.
         */
        BulkRefusal: {
            /** Id */
            id: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
        };
        /**
         * ChannelCreate
         * @description `apprise` takes Apprise's URLs (`slack://…`, `tgram://…`, `mailto://…`); `webhook` an address that gets JSON.
         *
         *     With `signing_secret` a webhook's requests are signed. `events` are told without a rule that names the channel.
         * @example {
         *       "events": [
         *         "upstream_held",
         *         "key_disabled"
         *       ],
         *       "kind": "webhook",
         *       "name": "On call",
         *       "signing_secret": "a long secret of your own",
         *       "url": "https://hooks.example.com/relaydesk"
         *     }
         */
        ChannelCreate: {
            /** Name */
            name: string;
            /**
             * Kind
             * @default apprise
             * @enum {string}
             */
            kind: "apprise" | "webhook";
            /**
             * Url
             * Format: password
             */
            url: string;
            /** Signing Secret */
            signing_secret?: string | null;
            /**
             * Events
             * @default []
             */
            events: ("upstream_held" | "upstream_released" | "key_disabled" | "sync_failed")[];
            /**
             * Allow Private
             * @default false
             */
            allow_private: boolean;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /** ChannelOut */
        ChannelOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "apprise" | "webhook";
            /** Shown Url */
            shown_url: string;
            /**
             * Is Signed
             * @default false
             */
            is_signed: boolean;
            /** Events */
            events: ("upstream_held" | "upstream_released" | "key_disabled" | "sync_failed")[];
            /** Allow Private */
            allow_private: boolean;
            /** Enabled */
            enabled: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ChannelPatch
         * @example {
         *       "enabled": true,
         *       "events": [
         *         "upstream_held"
         *       ]
         *     }
         */
        ChannelPatch: {
            /** Name */
            name?: string | null;
            /** Url */
            url?: string | null;
            /** Signing Secret */
            signing_secret?: string | null;
            /** Events */
            events?: ("upstream_held" | "upstream_released" | "key_disabled" | "sync_failed")[] | null;
            /** Allow Private */
            allow_private?: boolean | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /**
         * ChannelTest
         * @description `error` is a kind of failure: `address_refused`, `timeout`, `unreachable`, `status_500`, `refused`.
         */
        ChannelTest: {
            /** Ok */
            ok: boolean;
            /** Error */
            error: string | null;
            /** Latency Ms */
            latency_ms: number;
        };
        /**
         * ChatIn
         * @example {
         *       "client_message_id": "question-1",
         *       "message": "Do you have a waterproof bag for my bike?",
         *       "user": {
         *         "name": "Mia Keller",
         *         "page": "https://shop.example/bags"
         *       }
         *     }
         */
        ChatIn: {
            /** Message */
            message: string;
            /** Session Name */
            session_name?: string | null;
            /** Assistant */
            assistant?: string | null;
            /** Client Message Id */
            client_message_id?: string | null;
            user?: components["schemas"]["VisitorUser"] | null;
        };
        /** ChatOut */
        ChatOut: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
            /** Session Name */
            session_name: string;
            /**
             * Visitor Token
             * @description given once, with a new session
             */
            visitor_token: string | null;
            /** @description the answer; null while a human is awaited or serves */
            message: components["schemas"]["MessageOut"] | null;
            user_message: components["schemas"]["MessageOut"];
            status: components["schemas"]["State"];
        };
        /**
         * ClientKeyCreate
         * @example {
         *       "budget": {
         *         "cost_micros": 50000000,
         *         "period": "month",
         *         "requests": 100000
         *       },
         *       "name": "Checkout service",
         *       "rate_limit_per_minute": 600,
         *       "scopes": [
         *         "proxy"
         *       ]
         *     }
         */
        ClientKeyCreate: {
            /** Name */
            name: string;
            /**
             * Scopes
             * @default [
             *       "proxy"
             *     ]
             */
            scopes: components["schemas"]["Scope"][];
            /** Expires At */
            expires_at?: string | null;
            /** Rate Limit Per Minute */
            rate_limit_per_minute?: number | null;
            /** Tokens Per Minute */
            tokens_per_minute?: number | null;
            /** Max Concurrency */
            max_concurrency?: number | null;
            budget?: components["schemas"]["BudgetShape"] | null;
        };
        /** ClientKeyCreated */
        ClientKeyCreated: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Scopes */
            scopes: components["schemas"]["Scope"][];
            /** Rate Limit Per Minute */
            rate_limit_per_minute: number | null;
            /**
             * Requests Per Minute
             * @default 0
             */
            requests_per_minute: number;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
            /** Max Concurrency */
            max_concurrency: number | null;
            budget: components["schemas"]["BudgetShape"] | null;
            budget_used: components["schemas"]["BudgetUsed"] | null;
            /** Expires At */
            expires_at: string | null;
            /** Is Active */
            is_active: boolean;
            /** Last Used At */
            last_used_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            created_by: components["schemas"]["Maker"] | null;
            /** Previous Until */
            previous_until: string | null;
            /** Key */
            key: string;
        };
        /**
         * ClientKeyOut
         * @description `created_by` is null where Relaydesk itself made the key, or its maker is gone.
         *
         *     `requests_per_minute` is what holds for it: its own limit, or the installation's where it has none.
         */
        ClientKeyOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Scopes */
            scopes: components["schemas"]["Scope"][];
            /** Rate Limit Per Minute */
            rate_limit_per_minute: number | null;
            /**
             * Requests Per Minute
             * @default 0
             */
            requests_per_minute: number;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
            /** Max Concurrency */
            max_concurrency: number | null;
            budget: components["schemas"]["BudgetShape"] | null;
            budget_used: components["schemas"]["BudgetUsed"] | null;
            /** Expires At */
            expires_at: string | null;
            /** Is Active */
            is_active: boolean;
            /** Last Used At */
            last_used_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            created_by: components["schemas"]["Maker"] | null;
            /** Previous Until */
            previous_until: string | null;
        };
        /**
         * ClientKeyPatch
         * @example {
         *       "budget": {
         *         "requests": 200000
         *       },
         *       "rate_limit_per_minute": 1200
         *     }
         */
        ClientKeyPatch: {
            /** Name */
            name?: string | null;
            /** Scopes */
            scopes?: components["schemas"]["Scope"][] | null;
            /** Expires At */
            expires_at?: string | null;
            /** Rate Limit Per Minute */
            rate_limit_per_minute?: number | null;
            /** Tokens Per Minute */
            tokens_per_minute?: number | null;
            /** Max Concurrency */
            max_concurrency?: number | null;
            budget?: components["schemas"]["BudgetPart"] | null;
            /** Is Active */
            is_active?: boolean | null;
        };
        /**
         * ColleagueOut
         * @description Somebody to whom a session can be offered, and how many they serve of how many they may.
         */
        ColleagueOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Sessions */
            sessions: number;
            /** Max Sessions */
            max_sessions: number;
            /**
             * Is Signed In
             * @description also for the life of an access token after they close the browser
             */
            is_signed_in: boolean;
        };
        /**
         * ComparedMetric
         * @description `values` in the order of the versions; `difference` is the last less the first, null where one has none.
         */
        ComparedMetric: {
            /** Name */
            name: string;
            /** Values */
            values: (number | null)[];
            /** Difference */
            difference: number | null;
        };
        /**
         * ComparedTensor
         * @description `tensors` in the order of the versions, null where one has no such input or output.
         */
        ComparedTensor: {
            /** Name */
            name: string;
            /** Tensors */
            tensors: (components["schemas"]["TensorOut"] | null)[];
            /** Is Same */
            is_same: boolean;
        };
        /** ComparedValue */
        ComparedValue: {
            /** Name */
            name: string;
            /** Values */
            values: components["schemas"]["JsonValue"][];
            /** Is Same */
            is_same: boolean;
        };
        /**
         * ComparisonOut
         * @description In the order in which the versions were named; `size_difference` is the last less the first, in bytes.
         */
        ComparisonOut: {
            /** Model */
            model: string;
            /** Versions */
            versions: components["schemas"]["VersionOut"][];
            /** Is Same File */
            is_same_file: boolean;
            /** Size Difference */
            size_difference: number;
            /** Metrics */
            metrics: components["schemas"]["ComparedMetric"][];
            /** Metadata */
            metadata: components["schemas"]["ComparedValue"][];
            /** Inputs */
            inputs: components["schemas"]["ComparedTensor"][];
            /** Outputs */
            outputs: components["schemas"]["ComparedTensor"][];
        };
        /**
         * ConnectionCreate
         * @description `api_base_url` stands for `https://{shop_domain}`.
         * @example {
         *       "access_token": "shpat_your_token",
         *       "platform": "shopify",
         *       "shop_domain": "pedal-and-spoke.myshopify.com"
         *     }
         */
        ConnectionCreate: {
            /**
             * Platform
             * @constant
             */
            platform: "shopify";
            /** Shop Domain */
            shop_domain: string;
            /**
             * Access Token
             * Format: password
             */
            access_token: string;
            /** Api Base Url */
            api_base_url?: string | null;
            /**
             * Allow Private
             * @default false
             */
            allow_private: boolean;
        };
        /** ConnectionOut */
        ConnectionOut: {
            /** Id */
            id: number;
            /** Platform */
            platform: string;
            /** Shop Domain */
            shop_domain: string;
            /** Api Base Url */
            api_base_url: string | null;
            /** Allow Private */
            allow_private: boolean;
            /** Last Tested At */
            last_tested_at: string | null;
            /** Last Error */
            last_error: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ConnectionTest
         * @description How a connection test went; `reason` is a stable word when `ok` is false.
         */
        ConnectionTest: {
            /** Ok */
            ok: boolean;
            /** Reason */
            reason: string | null;
            /** Message */
            message: string;
            /** Shop Name */
            shop_name: string | null;
            /** Currency */
            currency: string | null;
            /** Missing Scopes */
            missing_scopes: string[];
        };
        /**
         * Cost
         * @description `nanos` are 10^-9 of one unit of `currency` (ISO 4217).
         */
        Cost: {
            /** Currency */
            currency: string;
            /** Nanos */
            nanos: number;
        };
        /**
         * Counts
         * @description After a complete run created + updated + unchanged + skipped = source_total.
         */
        Counts: {
            /** Created */
            created: number;
            /** Updated */
            updated: number;
            /** Unchanged */
            unchanged: number;
            /** Deleted */
            deleted: number;
            /** Skipped */
            skipped: number;
            /** Source Total */
            source_total: number | null;
        };
        /**
         * Currencies
         * @description Budgets and quotas add costs of several currencies as if they were one.
         */
        Currencies: {
            /** Currencies */
            currencies: string[];
        };
        /**
         * Deactivation
         * @description `revoke_keys` also switches off the client keys that the person has made.
         * @example {
         *       "revoke_keys": true
         *     }
         */
        Deactivation: {
            /**
             * Revoke Keys
             * @default false
             */
            revoke_keys: boolean;
        };
        /** DeliveryOut */
        DeliveryOut: {
            /** Id */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Event */
            event: string;
            /** Title */
            title: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "sent" | "failed";
            /** Attempts */
            attempts: number;
            /** Error */
            error: string | null;
        };
        /**
         * DeploymentCreate
         * @description Of a model, or by `route` of the route of the gateway for that model (an LLM), which then has this name, too.
         *
         *     Of a model without `version` and `alias` it is the newest version. By an alias it goes on to whatever that points
         *     to. `max_batch_rows`: how many rows of requests that wait are computed together; 1 is none.
         * @example {
         *       "alias": "champion",
         *       "model": "churn",
         *       "name": "churn"
         *     }
         */
        DeploymentCreate: {
            /** Name */
            name: string;
            /** Model */
            model?: string | null;
            /** Route */
            route?: string | null;
            /** Version */
            version?: number | null;
            /** Alias */
            alias?: string | null;
            /**
             * Replicas
             * @default 1
             */
            replicas: number;
            /**
             * Max Batch Rows
             * @default 32
             */
            max_batch_rows: number;
            /**
             * Sticky
             * @default false
             */
            sticky: boolean;
            /**
             * Unload After S
             * @description Without an inference for so many seconds its replicas end; the next one loads it again. Null: never.
             */
            unload_after_s?: number | null;
        };
        /**
         * DeploymentFiguresOut
         * @description Of the versions that are loaded, since the inference process began; one that is loaded anew begins anew.
         *
         *     `route` are the gateway's figures of the last day (whole hours, UTC), of what was asked by the deployment's name;
         *     null for a deployment of a model.
         */
        DeploymentFiguresOut: {
            /** Versions */
            versions: components["schemas"]["VersionFiguresOut"][];
            route: components["schemas"]["Sums"] | null;
        };
        /**
         * DeploymentKind
         * @description What a deployment serves: versions of a model, or a route of the gateway.
         * @enum {string}
         */
        DeploymentKind: "model" | "route";
        /**
         * DeploymentOut
         * @description `traffic` is what is wished for, `live` what is there; `previous_traffic` is what a rollback goes back to.
         *
         *     `revision` grows with each change of what is wished for. One of the kind `route` has a `route` and no `model`, and
         *     neither replicas nor traffic of its own; it is `failed` while the route cannot answer, and `because` says what
         *     `reason` does, by its type.
         */
        DeploymentOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            kind: components["schemas"]["DeploymentKind"];
            /** Model */
            model: string | null;
            /** Alias */
            alias: string | null;
            /** Route */
            route: string | null;
            /** Route Id */
            route_id: number | null;
            status: components["schemas"]["DeploymentStatus"];
            /** Reason */
            reason: string | null;
            because: components["schemas"]["ReasonOut"] | null;
            /** Replicas */
            replicas: number;
            /** Max Batch Rows */
            max_batch_rows: number;
            /** Sticky */
            sticky: boolean;
            /** Unload After S */
            unload_after_s: number | null;
            /** Traffic */
            traffic: components["schemas"]["ShareOut"][];
            /** Previous Traffic */
            previous_traffic: components["schemas"]["ShareOut"][];
            /** Revision */
            revision: number;
            /** Live */
            live: components["schemas"]["LiveVersionOut"][];
            /**
             * Batches
             * @description Inferences over files that are kept; they are deleted with it.
             */
            batches: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * DeploymentPatch
         * @example {
         *       "replicas": 2
         *     }
         */
        DeploymentPatch: {
            /** Replicas */
            replicas?: number | null;
            /** Max Batch Rows */
            max_batch_rows?: number | null;
            /** Sticky */
            sticky?: boolean | null;
            /**
             * Unload After S
             * @description Without an inference for so many seconds its replicas end; the next one loads it again. Null: never.
             */
            unload_after_s?: number | null;
        };
        /**
         * DeploymentStatus
         * @description How a deployment, or one version of it, stands.
         * @enum {string}
         */
        DeploymentStatus: "stopped" | "loading" | "ready" | "idle" | "failed" | "draining";
        /**
         * DialectIn
         * @description How the upstream wants to be asked; null follows from its provider and the model.
         *
         *     `reasoning` is how effort is named: OpenAI's `reasoning_effort`, at Anthropic a `budget` of tokens or `adaptive`
         *     thinking, or `off`. `default_max_tokens` stands in where Anthropic wants a maximum and the client named none.
         *     `fills_properties` adds the `properties` that a tool's schema left out. `asks_for_stream_usage` asks for token
         *     counts in streams, which clients that did not ask never see.
         */
        DialectIn: {
            /** Reasoning */
            reasoning?: ("reasoning_effort" | "budget" | "adaptive" | "off") | null;
            /** Max Tokens Field */
            max_tokens_field?: ("max_tokens" | "max_completion_tokens") | null;
            /** Default Max Tokens */
            default_max_tokens?: number | null;
            /** Fills Properties */
            fills_properties?: boolean | null;
            /** Asks For Stream Usage */
            asks_for_stream_usage?: boolean | null;
        };
        /**
         * DialectPreset
         * @description What is known of a provider; null in `dialect` follows from the model.
         */
        DialectPreset: {
            /** Name */
            name: string;
            /**
             * Host
             * @description of the base URL, or the end of it
             */
            host: string;
            dialect: components["schemas"]["DialectIn"];
        };
        /** DiskHealth */
        DiskHealth: {
            /** Free Bytes */
            free_bytes: number;
            /** Total Bytes */
            total_bytes: number;
        };
        /** Done */
        Done: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
        };
        /**
         * DryRun
         * @description Newest first from now back to `since` (a day where none is given), at most `limit` requests.
         * @example {
         *       "limit": 1000,
         *       "rule": {
         *         "actions": [
         *           {
         *             "cool_down": {
         *               "default_s": 60,
         *               "from": "retry_after"
         *             }
         *           },
         *           {
         *             "retry": {}
         *           }
         *         ],
         *         "condition": {
         *           "all": [
         *             {
         *               "status": {
         *                 "in": [
         *                   429
         *                 ]
         *               }
         *             },
         *             {
         *               "body": {
         *                 "contains": "quota"
         *               }
         *             }
         *           ]
         *         }
         *       }
         *     }
         */
        DryRun: {
            rule: components["schemas"]["RuleDraft"];
            /** Since */
            since?: string | null;
            /**
             * Limit
             * @default 10000
             */
            limit: number;
        };
        /**
         * DryRunKey
         * @description `acts` is how often the actions would have been taken on this key, threshold and cool-down counted in.
         *
         *     `key` is its name where it is still there.
         */
        DryRunKey: {
            /** Key Id */
            key_id: number | null;
            /** Key */
            key: string | null;
            /** Met */
            met: number;
            /** Acts */
            acts: number;
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
        };
        /**
         * DryRunMatch
         * @description `status` and `key_id` are those of the attempt that met the condition; `id` finds the request in the log.
         *
         *     `because` says what `why` does, by its type and bounds.
         */
        DryRunMatch: {
            /** Id */
            id: string;
            /** Request Id */
            request_id: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Upstream */
            upstream: string | null;
            /** Key Id */
            key_id: number | null;
            /** Model */
            model: string | null;
            /** Path */
            path: string;
            /** Status */
            status: number;
            /** Latency Ms */
            latency_ms: number;
            /** Why */
            why: string;
            because: components["schemas"]["ReasonOut"];
        };
        /**
         * DryRunResult
         * @description `undecidable` requests hang on `unknown` parts of answers, which the log does not hold.
         *
         *     `matches` are the newest of the `matched`. `ended_by` says whether the log, the limit or the time was at its end.
         */
        DryRunResult: {
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Examined */
            examined: number;
            /** Matched */
            matched: number;
            /** Not Matched */
            not_matched: number;
            /** Undecidable */
            undecidable: number;
            /** Unknown */
            unknown: ("body" | "headers")[];
            /**
             * Ended By
             * @enum {string}
             */
            ended_by: "log" | "limit" | "time";
            /** Matches */
            matches: components["schemas"]["DryRunMatch"][];
            /** Keys */
            keys: components["schemas"]["DryRunKey"][];
        };
        /**
         * ErrorBody
         * @description What every JSON API answers when something is wrong.
         */
        ErrorBody: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Timestamp */
            timestamp: string;
            /** Request Id */
            request_id: string;
        };
        /**
         * FailureCode
         * @description Why an attempt failed where Relaydesk says so itself; an error of its own that a handler raised has another.
         * @enum {string}
         */
        FailureCode: "HANDLER_FAILED" | "HANDLER_MISSING" | "TIMED_OUT" | "FORCED_END" | "WORKER_LOST" | "PROCESS_ENDED" | "RESULT_UNREADABLE" | "END_NOT_STORED" | "DEPENDENCY_FAILED" | "DEPENDENCY_CANCELLED";
        /** FallbackIn */
        FallbackIn: {
            /** Upstream Id */
            upstream_id: number;
            /** Model */
            model?: string | null;
        };
        /**
         * FollowIn
         * @example {
         *       "alias": "champion"
         *     }
         */
        FollowIn: {
            /** Alias */
            alias: string;
            /**
             * Revision
             * @description The deployment's, as it was looked at: 409 `DEPLOYMENT_CHANGED` where it has another now.
             */
            revision?: number | null;
        };
        /** GatewayHealth */
        GatewayHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Journal Backlog Bytes */
            journal_backlog_bytes?: number | null;
            /** Is Configuration Current */
            is_configuration_current?: boolean | null;
            /** Skipped */
            skipped?: components["schemas"]["SkippedRow"][] | null;
        };
        /**
         * GroupSums
         * @description `key` is the value they share: an upstream's name, a key's id, a status, a model; empty where there is none.
         *
         *     `label` is the name of a key or client key that is still there.
         */
        GroupSums: {
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Tokens In */
            tokens_in: number;
            /** Tokens Out */
            tokens_out: number;
            /** Estimated */
            estimated: number;
            /** Average Ms */
            average_ms: number;
            /** Average First Byte Ms */
            average_first_byte_ms: number;
            /** P50 Ms */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
            /** P99 Ms */
            p99_ms: number | null;
            /** Costs */
            costs: components["schemas"]["Cost"][];
            /** Key */
            key: string;
            /** Label */
            label: string | null;
        };
        /** HealthDetail */
        HealthDetail: {
            /** Status */
            status: string;
            /** Version */
            version: string;
            /** Uptime Seconds */
            uptime_seconds: number;
            database: components["schemas"]["ServerHealth"];
            redis: components["schemas"]["ServerHealth"];
            tasks: components["schemas"]["TasksHealth"];
            loops: components["schemas"]["LoopsHealth"];
            outbox: components["schemas"]["OutboxHealth"];
            gateway?: components["schemas"]["GatewayHealth"] | null;
            inference?: components["schemas"]["InferenceHealth"] | null;
            disk: components["schemas"]["DiskHealth"];
        };
        /**
         * ImportNote
         * @description What of the file has no like here, or lacks something; `type` and `ctx` are as in `details.reasons` of errors.
         */
        ImportNote: {
            /** Message */
            message: string;
            /** Type */
            type: string;
            /** Ctx */
            ctx: {
                [key: string]: string | number;
            };
        };
        /**
         * ImportProblem
         * @description `type` and `ctx` are as in `details.reasons` of errors.
         */
        ImportProblem: {
            /** Line */
            line: number;
            /** Message */
            message: string;
            /** Type */
            type: string;
            /** Ctx */
            ctx: {
                [key: string]: string | number;
            };
        };
        /** ImportResult */
        ImportResult: {
            /** Applied */
            applied: boolean;
            /** Upstreams */
            upstreams: components["schemas"]["ImportedUpstream"][];
            /** Routes */
            routes: components["schemas"]["ImportedRoute"][];
            /** Notes */
            notes: components["schemas"]["ImportNote"][];
        };
        /**
         * ImportedRoute
         * @description `known`: a route of this name was there, and stays as it is.
         */
        ImportedRoute: {
            /** Model */
            model: string;
            /** Targets */
            targets: string[];
            /** Fallbacks */
            fallbacks: string[];
            /** Known */
            known: boolean;
        };
        /**
         * ImportedUpstream
         * @description `known`: an upstream with this address was there, and is used: its name is here and in the routes.
         */
        ImportedUpstream: {
            /** Name */
            name: string;
            /** Base Url */
            base_url: string;
            /** Format */
            format: string;
            /** Keys */
            keys: number;
            /** Known */
            known: boolean;
        };
        /**
         * InferenceBatchAccepted
         * @description `id` is the task's: `/api/tasks/{id}` says how far it is.
         */
        InferenceBatchAccepted: {
            /** Id */
            id: string;
            status: components["schemas"]["Status"];
        };
        /**
         * InferenceBatchOut
         * @description A file of requests on its way, or answered: `GET …/batch/{id}/output` has the answers so far.
         */
        InferenceBatchOut: {
            /**
             * Id
             * @description The task's.
             */
            id: string;
            /** @description The task's; null where that is forgotten. */
            status: components["schemas"]["Status"] | null;
            /**
             * Version
             * @description The version that was named; null where the traffic says which.
             */
            version: number | null;
            /** Filename */
            filename: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Read Bytes
             * @description How much of the file is answered.
             */
            read_bytes: number;
            /**
             * Lines
             * @description Requests that are answered.
             */
            lines: number;
            /**
             * Refused
             * @description Those among them whose answer is an error.
             */
            refused: number;
            /** Output Bytes */
            output_bytes: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * InferenceHealth
         * @description `is_running` is whether the inference process answers; `deployments` are counted by status.
         */
        InferenceHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Is Running */
            is_running?: boolean | null;
            /** Deployments */
            deployments?: {
                [key: string]: number;
            } | null;
        };
        /**
         * InvitationCreate
         * @example {
         *       "email": "anna@shop.example",
         *       "role": "operator"
         *     }
         */
        InvitationCreate: {
            /**
             * Email
             * Format: email
             */
            email: string;
            role: components["schemas"]["Role"];
        };
        /**
         * InvitationCreated
         * @description `url` is the page on which the invited person registers, `token` the secret part of it.
         */
        InvitationCreated: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /** Url */
            url: string;
            /** Token */
            token: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * InvitationOut
         * @description `invited_by` is the name of the person who invites.
         */
        InvitationOut: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /** Invited By */
            invited_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        JsonValue: unknown;
        /**
         * KeyBulk
         * @description `weight` goes with `set_weight` alone.
         * @example {
         *       "action": "disable",
         *       "filter": {
         *         "state": "exhausted",
         *         "upstream_id": 1
         *       }
         *     }
         */
        KeyBulk: {
            /** Ids */
            ids?: number[] | null;
            filter?: components["schemas"]["KeyFilterIn"] | null;
            /**
             * Action
             * @enum {string}
             */
            action: "enable" | "disable" | "ban" | "delete" | "set_weight";
            /** Weight */
            weight?: number | null;
        };
        /**
         * KeyBulkDone
         * @description Very many keys are changed by a task: then there is `task_id` instead of `changed`.
         */
        KeyBulkDone: {
            /** Changed */
            changed?: number | null;
            /** Task Id */
            task_id?: string | null;
        };
        /**
         * KeyBulkTest
         * @description With `disable_refused`, keys that their upstream refuses (401, 403) are disabled.
         * @example {
         *       "disable_refused": true,
         *       "filter": {
         *         "upstream_id": 1
         *       }
         *     }
         */
        KeyBulkTest: {
            /** Ids */
            ids?: number[] | null;
            filter?: components["schemas"]["KeyFilterIn"] | null;
            /**
             * Disable Refused
             * @default false
             */
            disable_refused: boolean;
        };
        /** KeyCounts */
        KeyCounts: {
            /**
             * Active
             * @default 0
             */
            active: number;
            /**
             * Disabled
             * @default 0
             */
            disabled: number;
            /**
             * Banned
             * @default 0
             */
            banned: number;
        };
        /**
         * KeyCreate
         * @example {
         *       "key_value": "sk-your-key",
         *       "name": "Team account",
         *       "quota": {
         *         "period": "day",
         *         "requests": 10000
         *       },
         *       "upstream_id": 1
         *     }
         */
        KeyCreate: {
            /** Upstream Id */
            upstream_id: number;
            /** Name */
            name: string;
            /**
             * Key Value
             * Format: password
             */
            key_value: string;
            /**
             * Weight
             * @default 1
             */
            weight: number;
            quota?: components["schemas"]["QuotaIn"] | null;
        };
        /**
         * KeyEventOut
         * @description What became of a key: `active`, `disabled`, `banned` or `cooling`, by a rule or by hand.
         */
        KeyEventOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Status */
            status: string;
            /** Reason */
            reason: string;
            because: components["schemas"]["ReasonOut"] | null;
            /** Rule Id */
            rule_id: number | null;
            /** Until */
            until: string | null;
        };
        /**
         * KeyFilterIn
         * @description As the list's filters; an empty one is all keys.
         */
        KeyFilterIn: {
            /** Upstream Id */
            upstream_id?: number | null;
            /** Status */
            status?: ("active" | "disabled" | "banned") | null;
            /** State */
            state?: ("active" | "awaiting" | "cooling" | "exhausted" | "disabled" | "banned") | null;
            /** Q */
            q?: string | null;
        };
        /**
         * KeyImported
         * @description `known` keys were in the pool before, or again in the text; `invalid` shows the first of `invalid_count`.
         */
        KeyImported: {
            /** Created */
            created: number;
            /** Known */
            known: number;
            /** Invalid */
            invalid: components["schemas"]["ImportProblem"][];
            /** Invalid Count */
            invalid_count: number;
        };
        /**
         * KeyOut
         * @description `key_hint` is the last four characters.
         *
         *     `state` is what has become of it by now: an active key may be cooling or exhausted, or wait to be given again.
         *     `status_reason` says why a key is disabled or banned, `status_because` the same by its type and bounds,
         *     `status_until` when it comes back by itself; `cool_until` says
         *     until when an active key rests.
         */
        KeyOut: {
            /** Id */
            id: number;
            /** Upstream Id */
            upstream_id: number;
            /** Name */
            name: string;
            /** Key Hint */
            key_hint: string;
            /** Weight */
            weight: number;
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "disabled" | "banned";
            /**
             * State
             * @default active
             * @enum {string}
             */
            state: "active" | "awaiting" | "cooling" | "exhausted" | "disabled" | "banned";
            /** Status Reason */
            status_reason: string | null;
            status_because: components["schemas"]["ReasonOut"] | null;
            /** Status Until */
            status_until: string | null;
            /** Cool Until */
            cool_until: string | null;
            quota: components["schemas"]["QuotaIn"] | null;
            quota_used: components["schemas"]["QuotaUsed"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * KeyPatch
         * @example {
         *       "name": "Team account",
         *       "weight": 2
         *     }
         */
        KeyPatch: {
            /** Name */
            name?: string | null;
            /** Key Value */
            key_value?: string | null;
            /** Weight */
            weight?: number | null;
            /** Status */
            status?: ("active" | "disabled" | "banned") | null;
            quota?: components["schemas"]["QuotaPart"] | null;
        };
        /**
         * KeyStates
         * @description How many keys are in each state; each key is in one.
         */
        KeyStates: {
            /**
             * Active
             * @default 0
             */
            active: number;
            /**
             * Awaiting
             * @default 0
             */
            awaiting: number;
            /**
             * Cooling
             * @default 0
             */
            cooling: number;
            /**
             * Exhausted
             * @default 0
             */
            exhausted: number;
            /**
             * Disabled
             * @default 0
             */
            disabled: number;
            /**
             * Banned
             * @default 0
             */
            banned: number;
        };
        /** KeyTestStarted */
        KeyTestStarted: {
            /** Task Id */
            task_id: string;
        };
        /**
         * KeyUsage
         * @description The requests of the last day (whole hours, UTC) that were tried with an upstream key, each counted once.
         *
         *     `errors` are those whose last attempt with it failed, `failovers` those that were tried with another key after it:
         *     the request log has them under that one. `last_error_at` is the beginning of the last hour with an error,
         *     `last_error_status` a status of it; 0 is no answer.
         */
        KeyUsage: {
            /** Key Id */
            key_id: number;
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Failovers */
            failovers: number;
            /** Last Error At */
            last_error_at: string | null;
            /** Last Error Status */
            last_error_status: number | null;
        };
        /**
         * KindStats
         * @description Percentiles, in ms, are of those of its last 1,000 tasks that ran in one go: since it was due, and of its run.
         */
        KindStats: {
            /** Kind */
            kind: string;
            /** Count */
            count: number;
            /** Failures */
            failures: number;
            /** Cancelled */
            cancelled: number;
            /** Wait P50 Ms */
            wait_p50_ms: number | null;
            /** Wait P95 Ms */
            wait_p95_ms: number | null;
            /** Run P50 Ms */
            run_p50_ms: number | null;
            /** Run P95 Ms */
            run_p95_ms: number | null;
        };
        /**
         * LimitsIn
         * @description What may be sent a minute and be under way at once, over all processes; null is without a limit.
         *
         *     A request counts once, however many attempts it takes there. What is over a limit goes on to the next upstream of
         *     its route, if there is one; otherwise, and over a route's own limit, it is refused with 429.
         */
        LimitsIn: {
            /** Requests Per Minute */
            requests_per_minute?: number | null;
            /** Tokens Per Minute */
            tokens_per_minute?: number | null;
            /** Max Concurrency */
            max_concurrency?: number | null;
        };
        /** LineOut */
        LineOut: {
            /** Id */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempt */
            attempt: number;
            /**
             * Level
             * @description `state` is of no attempt's own: the task was paused or resumed, as the message says.
             * @enum {string}
             */
            level: "info" | "warning" | "error" | "state";
            /** Message */
            message: string;
            /**
             * Detail
             * @description The traceback of a failure.
             */
            detail: string | null;
        };
        /**
         * LiteLlmImport
         * @description `text` is the `config.yaml`; `environment` holds what it names as `os.environ/NAME`.
         *
         *     Without `apply` nothing is made: the answer says what would be.
         * @example {
         *       "apply": false,
         *       "environment": {
         *         "OPENAI_API_KEY": "sk-your-key"
         *       },
         *       "text": "model_list:\n- model_name: gpt-4o-mini\n  litellm_params:\n    model: openai/gpt-4o-mini\n    api_key: os.environ/OPENAI_API_KEY\n"
         *     }
         */
        LiteLlmImport: {
            /** Text */
            text: string;
            /**
             * Environment
             * @default {}
             */
            environment: {
                [key: string]: string;
            };
            /**
             * Allow Private
             * @default false
             */
            allow_private: boolean;
            /**
             * Apply
             * @default false
             */
            apply: boolean;
        };
        /**
         * LiveVersionOut
         * @description `replicas` are those that answer, `weight` what it gets at this moment.
         */
        LiveVersionOut: {
            /** Version */
            version: number;
            /** Weight */
            weight: number;
            status: components["schemas"]["DeploymentStatus"];
            /** Replicas */
            replicas: number;
            /** Reason */
            reason: string | null;
        };
        /**
         * LogPage
         * @description Newest first; `next_cursor` continues the list and is null at its end.
         */
        LogPage: {
            /** Items */
            items: components["schemas"]["LoggedRequestOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LoggedRequestDetail
         * @description Bodies are there where the upstream has `log_bodies`: the first 16 KB, without what looks like a secret.
         *
         *     `rules` are the names of `rules_fired`, as the audit log knows them. `rule_whys` says why each of them acted,
         *     `rule_because` the same by type and bounds; it is empty in what was logged before that was noted, or otherwise.
         */
        LoggedRequestDetail: {
            /** Id */
            id: string;
            /** Request Id */
            request_id: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Client Key Id */
            client_key_id: number | null;
            /** Client Key */
            client_key: string | null;
            /** Caller */
            caller: string | null;
            /** Assistant */
            assistant: string | null;
            /** Person */
            person: string | null;
            /** Upstream Id */
            upstream_id: number | null;
            /** Upstream */
            upstream: string | null;
            /** Key Id */
            key_id: number | null;
            /** Key */
            key: string | null;
            /** Model */
            model: string | null;
            /** Method */
            method: string;
            /** Path */
            path: string;
            /** Status */
            status: number;
            /** Attempt Count */
            attempt_count: number;
            /** Queue Us */
            queue_us: number;
            /** First Byte Us */
            first_byte_us: number;
            /** Total Us */
            total_us: number;
            /** Overhead Us */
            overhead_us: number;
            /** Bytes In */
            bytes_in: number;
            /** Bytes Out */
            bytes_out: number;
            /** Tokens In */
            tokens_in: number | null;
            /** Tokens Out */
            tokens_out: number | null;
            /** Tokens Estimated */
            tokens_estimated: boolean;
            /** End Reason */
            end_reason: string;
            /** Error */
            error: string | null;
            /** Rules Fired */
            rules_fired: number[];
            /** Tags */
            tags: string[];
            /** Cost Nanos */
            cost_nanos: number | null;
            /** Currency */
            currency: string | null;
            /** Rules */
            rules: (string | null)[];
            /** Rule Whys */
            rule_whys: string[];
            /** Rule Because */
            rule_because: components["schemas"]["ReasonOut"][];
            /** Attempts */
            attempts: components["schemas"]["AttemptOut"][];
            /** Request Body */
            request_body: string | null;
            /** Answer Body */
            answer_body: string | null;
        };
        /**
         * LoggedRequestOut
         * @description `status` 0: no answer was sent. Times in microseconds; `overhead_us` is what Relaydesk itself took.
         *
         *     `key` and `client_key` are the names that they have, or had as they went, as the audit log knows them; so is
         *     `assistant`, where one asked (`caller`); `person` is whoever tried a model. `upstream` is the name it had.
         *     `cost_nanos` are 10^-9 of one unit of `currency`; null where tokens or price are not known. With `tokens_estimated`
         *     the answer did not name all of its tokens.
         */
        LoggedRequestOut: {
            /** Id */
            id: string;
            /** Request Id */
            request_id: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Client Key Id */
            client_key_id: number | null;
            /** Client Key */
            client_key: string | null;
            /** Caller */
            caller: string | null;
            /** Assistant */
            assistant: string | null;
            /** Person */
            person: string | null;
            /** Upstream Id */
            upstream_id: number | null;
            /** Upstream */
            upstream: string | null;
            /** Key Id */
            key_id: number | null;
            /** Key */
            key: string | null;
            /** Model */
            model: string | null;
            /** Method */
            method: string;
            /** Path */
            path: string;
            /** Status */
            status: number;
            /** Attempt Count */
            attempt_count: number;
            /** Queue Us */
            queue_us: number;
            /** First Byte Us */
            first_byte_us: number;
            /** Total Us */
            total_us: number;
            /** Overhead Us */
            overhead_us: number;
            /** Bytes In */
            bytes_in: number;
            /** Bytes Out */
            bytes_out: number;
            /** Tokens In */
            tokens_in: number | null;
            /** Tokens Out */
            tokens_out: number | null;
            /** Tokens Estimated */
            tokens_estimated: boolean;
            /** End Reason */
            end_reason: string;
            /** Error */
            error: string | null;
            /** Rules Fired */
            rules_fired: number[];
            /** Tags */
            tags: string[];
            /** Cost Nanos */
            cost_nanos: number | null;
            /** Currency */
            currency: string | null;
        };
        /**
         * LoginIn
         * @example {
         *       "email": "owner@localhost",
         *       "password": "your password"
         *     }
         */
        LoginIn: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * LoopHealth
         * @description Work that goes on for ever: when it last succeeded, null for not yet, and how often it has failed.
         */
        LoopHealth: {
            /** Succeeded Seconds Ago */
            succeeded_seconds_ago: number | null;
            /** Failures */
            failures: number;
            /** Error */
            error?: string | null;
        };
        /** LoopsHealth */
        LoopsHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Loops */
            loops?: {
                [key: string]: components["schemas"]["LoopHealth"];
            } | null;
        };
        /**
         * Maker
         * @description The person who made a key.
         */
        Maker: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Is Active */
            is_active: boolean;
        };
        /**
         * ManualMessageIn
         * @example {
         *       "client_message_id": "reply-1",
         *       "content": "Hello Mia, let me look.",
         *       "session_name": "sess_5f0c1d2e3a4b5c6d"
         *     }
         */
        ManualMessageIn: {
            /** Session Name */
            session_name: string;
            /** Content */
            content: string;
            /** Client Message Id */
            client_message_id?: string | null;
        };
        /**
         * MerchantCreate
         * @example {
         *       "name": "Pedal & Spoke"
         *     }
         */
        MerchantCreate: {
            /** Name */
            name: string;
        };
        /** MerchantOut */
        MerchantOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Is Active */
            is_active: boolean;
            /** Is Demo */
            is_demo: boolean;
            /** Product Count */
            product_count: number;
            /** Last Synced At */
            last_synced_at: string | null;
            /** Stale */
            stale: boolean;
            /** Connections */
            connections: components["schemas"]["ConnectionOut"][];
            /** @description The one under way, or the last. */
            sync: components["schemas"]["SyncOut"] | null;
            schedule: components["schemas"]["MerchantSchedule"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * MerchantPatch
         * @example {
         *       "name": "Pedal & Spoke Berlin"
         *     }
         */
        MerchantPatch: {
            /** Name */
            name?: string | null;
            /** Is Active */
            is_active?: boolean | null;
        };
        /**
         * MerchantSchedule
         * @description Has a cron expression, or an interval where people gave it one among the schedules.
         */
        MerchantSchedule: {
            /** Id */
            id: number;
            /** Cron */
            cron: string | null;
            /** Interval S */
            interval_s: number | null;
            /** Timezone */
            timezone: string;
            /** Enabled */
            enabled: boolean;
            /**
             * Next Run At
             * Format: date-time
             */
            next_run_at: string;
        };
        /**
         * MerchantScheduleIn
         * @example {
         *       "cron": "17 * * * *",
         *       "timezone": "Europe/Berlin"
         *     }
         */
        MerchantScheduleIn: {
            /**
             * Cron
             * @description Five fields: when the products are synced.
             */
            cron: string;
            /**
             * Timezone
             * @default UTC
             */
            timezone: string;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /** MessageList */
        MessageList: {
            /** Items */
            items: components["schemas"]["MessageOut"][];
            /** Last Seq */
            last_seq: number;
            /** Has More */
            has_more: boolean;
        };
        /** MessageOut */
        MessageOut: {
            /** Id */
            id: string;
            /** Seq */
            seq: number;
            role: components["schemas"]["Speaker"];
            /** Content */
            content: string;
            /** Sources */
            sources: components["schemas"]["SourceOut"][];
            /** Client Message Id */
            client_message_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Author
             * @description the operator's or the assistant's name
             */
            author: string | null;
            /**
             * In Reply To
             * @description the seq of the message it answers
             */
            in_reply_to: number | null;
            /**
             * Is Partial
             * @description an answer that was cut off
             */
            is_partial: boolean;
            /**
             * Offers Human
             * @description the visitor asked for a person: show how to get one
             */
            offers_human: boolean;
            /**
             * Code
             * @description why the system speaks
             */
            code: string | null;
            /**
             * Note For
             * @description the colleague for whom this is an operator's note; no visitor gets it
             */
            note_for: string | null;
        };
        /**
         * ModelCreate
         * @example {
         *       "description": "Who is about to leave.",
         *       "name": "churn",
         *       "tags": [
         *         "tabular",
         *         "weekly"
         *       ]
         *     }
         */
        ModelCreate: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Tags
             * @default []
             */
            tags: string[];
        };
        /**
         * ModelOut
         * @description `id` is its name. `aliases` are names with the versions that they point to; `latest_version` is null without any.
         *
         *     `deployments` are the names of those that serve it.
         */
        ModelOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Tags */
            tags: string[];
            /** Version Count */
            version_count: number;
            /** Latest Version */
            latest_version: number | null;
            /** Aliases */
            aliases: {
                [key: string]: number;
            };
            /**
             * Stages
             * @description The newest version of each stage, without those of `none`.
             */
            stages: {
                [key: string]: number;
            };
            /** Deployments */
            deployments: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ModelPatch
         * @example {
         *       "tags": [
         *         "tabular",
         *         "daily"
         *       ]
         *     }
         */
        ModelPatch: {
            /** Description */
            description?: string | null;
            /** Tags */
            tags?: string[] | null;
        };
        /**
         * OfferOut
         * @description A session that its operator offers to a colleague, until when.
         */
        OfferOut: {
            to: components["schemas"]["OperatorOut"];
            /** Note */
            note: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /** OperatorOut */
        OperatorOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** OptionOut */
        OptionOut: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * OutboxHealth
         * @description `waiting` are events that a subscriber has not had yet.
         */
        OutboxHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Waiting */
            waiting?: number | null;
            /** Oldest Seconds */
            oldest_seconds?: number | null;
        };
        /**
         * Outcome
         * @enum {string}
         */
        Outcome: "created" | "updated" | "unchanged" | "deleted" | "skipped";
        /** Page[AssistantOut] */
        Page_AssistantOut_: {
            /** Items */
            items: components["schemas"]["AssistantOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[AuditEntryOut] */
        Page_AuditEntryOut_: {
            /** Items */
            items: components["schemas"]["AuditEntryOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[BatchOut] */
        Page_BatchOut_: {
            /** Items */
            items: components["schemas"]["BatchOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ChannelOut] */
        Page_ChannelOut_: {
            /** Items */
            items: components["schemas"]["ChannelOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ClientKeyOut] */
        Page_ClientKeyOut_: {
            /** Items */
            items: components["schemas"]["ClientKeyOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ColleagueOut] */
        Page_ColleagueOut_: {
            /** Items */
            items: components["schemas"]["ColleagueOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[DeliveryOut] */
        Page_DeliveryOut_: {
            /** Items */
            items: components["schemas"]["DeliveryOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[DeploymentOut] */
        Page_DeploymentOut_: {
            /** Items */
            items: components["schemas"]["DeploymentOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[InferenceBatchOut] */
        Page_InferenceBatchOut_: {
            /** Items */
            items: components["schemas"]["InferenceBatchOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[InvitationOut] */
        Page_InvitationOut_: {
            /** Items */
            items: components["schemas"]["InvitationOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[KeyEventOut] */
        Page_KeyEventOut_: {
            /** Items */
            items: components["schemas"]["KeyEventOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[KeyOut] */
        Page_KeyOut_: {
            /** Items */
            items: components["schemas"]["KeyOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[MerchantOut] */
        Page_MerchantOut_: {
            /** Items */
            items: components["schemas"]["MerchantOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ModelOut] */
        Page_ModelOut_: {
            /** Items */
            items: components["schemas"]["ModelOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[PriceOut] */
        Page_PriceOut_: {
            /** Items */
            items: components["schemas"]["PriceOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ProductOut] */
        Page_ProductOut_: {
            /** Items */
            items: components["schemas"]["ProductOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[PublishedPriceOut] */
        Page_PublishedPriceOut_: {
            /** Items */
            items: components["schemas"]["PublishedPriceOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[QuestionOut] */
        Page_QuestionOut_: {
            /** Items */
            items: components["schemas"]["QuestionOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[RecordOut] */
        Page_RecordOut_: {
            /** Items */
            items: components["schemas"]["RecordOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[RouteOut] */
        Page_RouteOut_: {
            /** Items */
            items: components["schemas"]["RouteOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[RuleOut] */
        Page_RuleOut_: {
            /** Items */
            items: components["schemas"]["RuleOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ScheduleOut] */
        Page_ScheduleOut_: {
            /** Items */
            items: components["schemas"]["ScheduleOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ScriptOut] */
        Page_ScriptOut_: {
            /** Items */
            items: components["schemas"]["ScriptOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[ScriptVersion] */
        Page_ScriptVersion_: {
            /** Items */
            items: components["schemas"]["ScriptVersion"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[SessionOut] */
        Page_SessionOut_: {
            /** Items */
            items: components["schemas"]["SessionOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[SyncOut] */
        Page_SyncOut_: {
            /** Items */
            items: components["schemas"]["SyncOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[TaskListed] */
        Page_TaskListed_: {
            /** Items */
            items: components["schemas"]["TaskListed"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[UpstreamOut] */
        Page_UpstreamOut_: {
            /** Items */
            items: components["schemas"]["UpstreamOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[UserOut] */
        Page_UserOut_: {
            /** Items */
            items: components["schemas"]["UserOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[VersionSummary] */
        Page_VersionSummary_: {
            /** Items */
            items: components["schemas"]["VersionSummary"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /** Page[WorkerOut] */
        Page_WorkerOut_: {
            /** Items */
            items: components["schemas"]["WorkerOut"][];
            /** Total */
            total: number;
            /**
             * Total Capped
             * @default false
             */
            total_capped: boolean;
            /** Limit */
            limit: number;
            /** Offset */
            offset: number;
        };
        /**
         * PlatformSyncStart
         * @example {
         *       "merchant_id": "merch_5f0c1d2e3a4b5c6d"
         *     }
         */
        PlatformSyncStart: {
            /** Merchant Id */
            merchant_id: string;
        };
        /**
         * PlaygroundChat
         * @description What is left out of `temperature` and `max_tokens` is the model's own choice.
         * @example {
         *       "messages": [
         *         {
         *           "content": "Hello",
         *           "role": "user"
         *         }
         *       ],
         *       "model": "support"
         *     }
         */
        PlaygroundChat: {
            /** Model */
            model: string;
            /** Messages */
            messages: components["schemas"]["PlaygroundMessage"][];
            /** Temperature */
            temperature?: number | null;
            /** Max Tokens */
            max_tokens?: number | null;
        };
        /** PlaygroundMessage */
        PlaygroundMessage: {
            /**
             * Role
             * @enum {string}
             */
            role: "system" | "user" | "assistant";
            /** Content */
            content: string;
        };
        /**
         * Pool
         * @description Connections by what becomes of them; there are `max` at most.
         */
        Pool: {
            /**
             * In Use
             * @default 0
             */
            in_use: number;
            /**
             * Free
             * @default 0
             */
            free: number;
            /**
             * Max
             * @default 0
             */
            max: number;
        };
        /**
         * PriceCreate
         * @description Without `upstream_id` it holds at all upstreams.
         *
         *     Without a price of their own, tokens from the cache and those written to it cost what input does; those that are to
         *     stay in it for an hour cost what others written to it do.
         * @example {
         *       "currency": "USD",
         *       "input_micros_per_million": 150000,
         *       "model": "gpt-4o-mini*",
         *       "output_micros_per_million": 600000
         *     }
         */
        PriceCreate: {
            /**
             * Model
             * @description A model's exact name, or the beginning of names with `*` at its end.
             * @example gpt-4o*
             */
            model: string;
            /** Upstream Id */
            upstream_id?: number | null;
            /**
             * Currency
             * @description ISO 4217.
             * @default USD
             */
            currency: string;
            /**
             * Input Micros Per Million
             * @description 10^-6 of one unit of the currency for a million tokens: 2500000 is 2.50.
             */
            input_micros_per_million: number;
            /**
             * Output Micros Per Million
             * @description 10^-6 of one unit of the currency for a million tokens: 2500000 is 2.50.
             */
            output_micros_per_million: number;
            /** Cached Input Micros Per Million */
            cached_input_micros_per_million?: number | null;
            /** Cache Write Micros Per Million */
            cache_write_micros_per_million?: number | null;
            /** Cache Write Hour Micros Per Million */
            cache_write_hour_micros_per_million?: number | null;
        };
        /**
         * PriceOut
         * @description Micros are 10^-6 of one unit of `currency` for a million tokens.
         */
        PriceOut: {
            /** Id */
            id: number;
            /** Model */
            model: string;
            /** Upstream Id */
            upstream_id: number | null;
            /** Currency */
            currency: string;
            /** Input Micros Per Million */
            input_micros_per_million: number;
            /** Output Micros Per Million */
            output_micros_per_million: number;
            /** Cached Input Micros Per Million */
            cached_input_micros_per_million: number | null;
            /** Cache Write Micros Per Million */
            cache_write_micros_per_million: number | null;
            /** Cache Write Hour Micros Per Million */
            cache_write_hour_micros_per_million: number | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * PricePatch
         * @example {
         *       "output_micros_per_million": 550000
         *     }
         */
        PricePatch: {
            /** Model */
            model?: string | null;
            /** Upstream Id */
            upstream_id?: number | null;
            /** Currency */
            currency?: string | null;
            /** Input Micros Per Million */
            input_micros_per_million?: number | null;
            /** Output Micros Per Million */
            output_micros_per_million?: number | null;
            /** Cached Input Micros Per Million */
            cached_input_micros_per_million?: number | null;
            /** Cache Write Micros Per Million */
            cache_write_micros_per_million?: number | null;
            /** Cache Write Hour Micros Per Million */
            cache_write_hour_micros_per_million?: number | null;
        };
        /** ProductDetail */
        ProductDetail: {
            /** Id */
            id: string;
            /** Merchant Id */
            merchant_id: string;
            /** Handle */
            handle: string;
            /** Title */
            title: string;
            /** Description Text */
            description_text: string;
            /** Vendor */
            vendor: string;
            /** Product Type */
            product_type: string;
            /** Tags */
            tags: string[];
            /** Status */
            status: string;
            /** Url */
            url: string | null;
            /** Image Urls */
            image_urls: string[];
            /** Currency */
            currency: string;
            /** Min Price Minor */
            min_price_minor: number | null;
            /** Max Price Minor */
            max_price_minor: number | null;
            /** Total Inventory */
            total_inventory: number | null;
            /** Is Available */
            is_available: boolean;
            /** Variants */
            variants: components["schemas"]["VariantOut"][];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /**
             * Stale After
             * Format: date-time
             */
            stale_after: string;
        };
        /**
         * ProductOut
         * @description Prices are minor units of `currency`; `as_of` is when the store was last seen to say so.
         */
        ProductOut: {
            /** Id */
            id: string;
            /** Merchant Id */
            merchant_id: string;
            /** Platform */
            platform: string;
            /** Platform Id */
            platform_id: string;
            /** Handle */
            handle: string;
            /** Title */
            title: string;
            /** Vendor */
            vendor: string;
            /** Product Type */
            product_type: string;
            /** Tags */
            tags: string[];
            /** Status */
            status: string;
            /** Url */
            url: string | null;
            /** Image Url */
            image_url: string | null;
            /** Currency */
            currency: string;
            /** Min Price Minor */
            min_price_minor: number | null;
            /** Max Price Minor */
            max_price_minor: number | null;
            /** Variant Count */
            variant_count: number;
            /** Total Inventory */
            total_inventory: number | null;
            /** Is Available */
            is_available: boolean;
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
        };
        /** Profile */
        Profile: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** Permissions */
            permissions: string[];
            /** Max Sessions */
            max_sessions: number;
        };
        /**
         * ProfilePatch
         * @example {
         *       "name": "Anna Weber"
         *     }
         */
        ProfilePatch: {
            /** Name */
            name?: string | null;
            /** Current Password */
            current_password?: string | null;
            /** New Password */
            new_password?: string | null;
        };
        /**
         * PublishedPriceOut
         * @description What a provider publishes: micros as those of a price. `as_of` is the day on which the table was taken.
         */
        PublishedPriceOut: {
            /** Provider */
            provider: string;
            /** Model */
            model: string;
            /**
             * As Of
             * Format: date
             */
            as_of: string;
            /** Currency */
            currency: string;
            /** Input Micros Per Million */
            input_micros_per_million: number;
            /** Output Micros Per Million */
            output_micros_per_million: number;
            /** Cached Input Micros Per Million */
            cached_input_micros_per_million: number | null;
            /** Cache Write Micros Per Million */
            cache_write_micros_per_million: number | null;
            /** Cache Write Hour Micros Per Million */
            cache_write_hour_micros_per_million: number | null;
        };
        /** QuestionOut */
        QuestionOut: {
            /** Key */
            key: string;
            /** Language */
            language: string;
            /** Question */
            question: string;
            /** Answer */
            answer: string;
            /** Tags */
            tags: string[];
        };
        /**
         * QuotaIn
         * @description What a key may be used for in a calendar day or month of its upstream's time zone.
         *
         *     `cost_micros` is in millionths of the unit of the currency that the price table is in; with prices in several, the
         *     costs of each are added as if they were one.
         */
        QuotaIn: {
            /** Requests */
            requests?: number | null;
            /** Tokens */
            tokens?: number | null;
            /** Cost Micros */
            cost_micros?: number | null;
            /**
             * Period
             * @default day
             * @enum {string}
             */
            period: "day" | "month";
        };
        /**
         * QuotaPart
         * @description What to change of a quota; the rest of it stays.
         */
        QuotaPart: {
            /** Requests */
            requests?: number | null;
            /** Tokens */
            tokens?: number | null;
            /** Cost Micros */
            cost_micros?: number | null;
            /** Period */
            period?: ("day" | "month") | null;
        };
        /**
         * QuotaUsed
         * @description Of the period now, with what is reserved for requests under way.
         */
        QuotaUsed: {
            /** Requests */
            requests: number;
            /** Tokens */
            tokens: number;
            /** Cost Micros */
            cost_micros: number;
            /**
             * Resets At
             * Format: date-time
             */
            resets_at: string;
            /** Is Exhausted */
            is_exhausted: boolean;
        };
        /**
         * ReasonOut
         * @description As in `details.reasons` of errors. `parts` are the reasons that it joins, or follows from.
         */
        ReasonOut: {
            /** Type */
            type: string;
            /** Ctx */
            ctx: {
                [key: string]: string | number;
            };
            /**
             * Parts
             * @default []
             */
            parts: components["schemas"]["ReasonOut"][];
        };
        /** RecordOut */
        RecordOut: {
            /** Platform Id */
            platform_id: string;
            outcome: components["schemas"]["Outcome"];
            /** Reason */
            reason: string | null;
        };
        /**
         * RefreshIn
         * @example {
         *       "refresh_token": "the refresh_token of your sign-in"
         *     }
         */
        RefreshIn: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /**
         * RegisterIn
         * @description `invitation` is the token of one; without it registration must be open.
         * @example {
         *       "email": "mia@shop.example",
         *       "invitation": "the token of your invitation",
         *       "name": "Mia Keller",
         *       "password": "a password of your own"
         *     }
         */
        RegisterIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Password */
            password: string;
            /** Name */
            name: string;
            /** Invitation */
            invitation?: string | null;
        };
        /**
         * RequestSample
         * @description A request as a script gets it. Credentials among the headers stay hidden from it, as they do at work.
         */
        RequestSample: {
            /**
             * Method
             * @default POST
             */
            method: string;
            /**
             * Path
             * @default /
             */
            path: string;
            /**
             * Query
             * @default {}
             */
            query: {
                [key: string]: string;
            };
            /**
             * Headers
             * @default {}
             */
            headers: {
                [key: string]: string;
            };
            /** Json */
            json?: unknown;
            /**
             * Upstream
             * @default sample
             */
            upstream: string;
            /** Model */
            model?: string | null;
            /** Client Key Id */
            client_key_id?: number | null;
        };
        /** ResponseSample */
        ResponseSample: {
            /**
             * Status
             * @default 200
             */
            status: number;
            /**
             * Headers
             * @default {}
             */
            headers: {
                [key: string]: string;
            };
            /** Json */
            json?: unknown;
        };
        /**
         * RetryIn
         * @description `max_attempts` counts every attempt; `deadline_ms` bounds them all up to the first byte sent to the client.
         */
        RetryIn: {
            /**
             * Max Attempts
             * @default 3
             */
            max_attempts: number;
            /**
             * Statuses
             * @default [
             *       408,
             *       429,
             *       500,
             *       502,
             *       503,
             *       504
             *     ]
             */
            statuses: number[];
            /**
             * Deadline Ms
             * @default 120000
             */
            deadline_ms: number;
        };
        /**
         * Role
         * @description `pending` waits for a role: it may read its own profile and no more.
         * @enum {string}
         */
        Role: "owner" | "admin" | "staff" | "developer" | "operator" | "viewer" | "pending";
        /**
         * RollbackIn
         * @example {
         *       "revision": 7
         *     }
         */
        RollbackIn: {
            /**
             * Revision
             * @description The deployment's, as it was looked at: 409 `DEPLOYMENT_CHANGED` where it has another now.
             */
            revision?: number | null;
        };
        /**
         * RotateIn
         * @description How long the old key goes on working beside the new one.
         * @example {
         *       "overlap_seconds": 3600
         *     }
         */
        RotateIn: {
            /**
             * Overlap Seconds
             * @default 86400
             */
            overlap_seconds: number;
        };
        /**
         * RouteCreate
         * @description `cache_ttl_s` is how long an answer is given again to the very same request; 0 keeps none.
         * @example {
         *       "fallbacks": [
         *         {
         *           "model": "relaydesk-extractive",
         *           "upstream_id": 0
         *         }
         *       ],
         *       "model": "gpt-4o-mini",
         *       "targets": [
         *         {
         *           "upstream_id": 1,
         *           "weight": 1
         *         }
         *       ]
         *     }
         */
        RouteCreate: {
            /** Model */
            model: string;
            /** Targets */
            targets: components["schemas"]["TargetIn"][];
            /**
             * Fallbacks
             * @default []
             */
            fallbacks: components["schemas"]["FallbackIn"][];
            /**
             * Cache Ttl S
             * @default 0
             */
            cache_ttl_s: number;
            /** @default {} */
            limits: components["schemas"]["LimitsIn"];
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /**
         * RouteOut
         * @description `problem` is why none of its upstreams can be asked now; null where one can.
         */
        RouteOut: {
            /** Id */
            id: number;
            /** Model */
            model: string;
            /** Targets */
            targets: components["schemas"]["TargetIn"][];
            /** Fallbacks */
            fallbacks: components["schemas"]["FallbackIn"][];
            /** Cache Ttl S */
            cache_ttl_s: number;
            limits: components["schemas"]["LimitsIn"];
            /** Enabled */
            enabled: boolean;
            problem: components["schemas"]["ReasonOut"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * RoutePatch
         * @example {
         *       "cache_ttl_s": 300,
         *       "enabled": true
         *     }
         */
        RoutePatch: {
            /** Model */
            model?: string | null;
            /** Targets */
            targets?: components["schemas"]["TargetIn"][] | null;
            /** Fallbacks */
            fallbacks?: components["schemas"]["FallbackIn"][] | null;
            /** Cache Ttl S */
            cache_ttl_s?: number | null;
            limits?: components["schemas"]["LimitsIn"] | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /**
         * RuleCreate
         * @description Without `upstream_id` it holds for all upstreams. Higher `priority` comes first.
         * @example {
         *       "actions": [
         *         {
         *           "cool_down": {
         *             "default_s": 60,
         *             "from": "retry_after"
         *           }
         *         },
         *         {
         *           "retry": {}
         *         }
         *       ],
         *       "condition": {
         *         "all": [
         *           {
         *             "status": {
         *               "in": [
         *                 429
         *               ]
         *             }
         *           },
         *           {
         *             "body": {
         *               "contains": "quota"
         *             }
         *           }
         *         ]
         *       },
         *       "name": "Rest a key that is out of quota",
         *       "priority": 10
         *     }
         */
        RuleCreate: {
            /** Upstream Id */
            upstream_id?: number | null;
            /**
             * Condition
             * @description A tree: `all`, `any`, `not` over `status`, `body`, `json`, `header`, `latency_ms`, `stream`.
             * @example {
             *       "all": [
             *         {
             *           "status": {
             *             "in": [
             *               429
             *             ]
             *           }
             *         },
             *         {
             *           "body": {
             *             "contains": "quota"
             *           }
             *         }
             *       ]
             *     }
             */
            condition: {
                [key: string]: unknown;
            };
            /**
             * Actions
             * @description `disable_key`, `ban_key`, `cool_down`, `retry`, `alert`, `log`, `tag`; one of them each.
             * @default []
             * @example [
             *       {
             *         "cool_down": {
             *           "default_s": 60,
             *           "from": "retry_after"
             *         }
             *       },
             *       {
             *         "retry": {}
             *       }
             *     ]
             */
            actions: {
                [key: string]: unknown;
            }[];
            /**
             * @default {
             *       "count": 1,
             *       "window_s": 60
             *     }
             */
            threshold: components["schemas"]["Threshold"];
            /**
             * Cooldown S
             * @default 0
             */
            cooldown_s: number;
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /** Name */
            name: string;
        };
        /** RuleDraft */
        RuleDraft: {
            /** Upstream Id */
            upstream_id?: number | null;
            /**
             * Condition
             * @description A tree: `all`, `any`, `not` over `status`, `body`, `json`, `header`, `latency_ms`, `stream`.
             * @example {
             *       "all": [
             *         {
             *           "status": {
             *             "in": [
             *               429
             *             ]
             *           }
             *         },
             *         {
             *           "body": {
             *             "contains": "quota"
             *           }
             *         }
             *       ]
             *     }
             */
            condition: {
                [key: string]: unknown;
            };
            /**
             * Actions
             * @description `disable_key`, `ban_key`, `cool_down`, `retry`, `alert`, `log`, `tag`; one of them each.
             * @default []
             * @example [
             *       {
             *         "cool_down": {
             *           "default_s": 60,
             *           "from": "retry_after"
             *         }
             *       },
             *       {
             *         "retry": {}
             *       }
             *     ]
             */
            actions: {
                [key: string]: unknown;
            }[];
            /**
             * @default {
             *       "count": 1,
             *       "window_s": 60
             *     }
             */
            threshold: components["schemas"]["Threshold"];
            /**
             * Cooldown S
             * @default 0
             */
            cooldown_s: number;
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Name
             * @default draft
             */
            name: string;
        };
        /** RuleOut */
        RuleOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Upstream Id */
            upstream_id: number | null;
            /** Condition */
            condition: {
                [key: string]: unknown;
            };
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            threshold: components["schemas"]["Threshold"];
            /** Cooldown S */
            cooldown_s: number;
            /** Priority */
            priority: number;
            /** Enabled */
            enabled: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * RulePatch
         * @example {
         *       "enabled": true,
         *       "threshold": {
         *         "count": 3,
         *         "window_s": 60
         *       }
         *     }
         */
        RulePatch: {
            /** Name */
            name?: string | null;
            /** Upstream Id */
            upstream_id?: number | null;
            /** Condition */
            condition?: {
                [key: string]: unknown;
            } | null;
            /** Actions */
            actions?: {
                [key: string]: unknown;
            }[] | null;
            threshold?: components["schemas"]["Threshold"] | null;
            /** Cooldown S */
            cooldown_s?: number | null;
            /** Priority */
            priority?: number | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /**
         * RulePreset
         * @description A rule to begin with; `key` names it in every language.
         */
        RulePreset: {
            /**
             * Key
             * @enum {string}
             */
            key: "invalid_key" | "quota_exhausted" | "rate_limited" | "overloaded" | "client_error";
            rule: components["schemas"]["RuleCreate"];
        };
        /**
         * ScheduleIn
         * @example {
         *       "cron": "30 2 * * *",
         *       "kind": "demo.echo",
         *       "name": "Hello at night",
         *       "payload": {
         *         "text": "hello"
         *       },
         *       "timezone": "Europe/Berlin"
         *     }
         */
        ScheduleIn: {
            /**
             * Cron
             * @description Five fields; either this or `interval_s`.
             */
            cron?: string | null;
            /**
             * Interval S
             * @description Seconds from one time to the next.
             */
            interval_s?: number | null;
            /**
             * Timezone
             * @default UTC
             */
            timezone: string;
            /** Name */
            name: string;
            /** Kind */
            kind: string;
            /**
             * Payload
             * @default {}
             */
            payload: {
                [key: string]: unknown;
            };
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /** ScheduleOut */
        ScheduleOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Kind */
            kind: string;
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** Cron */
            cron: string | null;
            /** Interval S */
            interval_s: number | null;
            /** Timezone */
            timezone: string;
            /** Enabled */
            enabled: boolean;
            /**
             * Next Run At
             * Format: date-time
             */
            next_run_at: string;
            /**
             * Next Runs
             * @description When it fires next, five times; none while it is switched off.
             */
            next_runs: string[];
            /** Last Run At */
            last_run_at: string | null;
            /** Last Task Id */
            last_task_id: string | null;
        };
        /**
         * SchedulePatch
         * @example {
         *       "cron": "0 3 * * *",
         *       "enabled": true
         *     }
         */
        SchedulePatch: {
            /** Cron */
            cron?: string | null;
            /** Interval S */
            interval_s?: number | null;
            /** Timezone */
            timezone?: string | null;
            /** Payload */
            payload?: {
                [key: string]: unknown;
            } | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /** ScheduleRuns */
        ScheduleRuns: {
            /**
             * Next Runs
             * @description When it would fire next, five times.
             */
            next_runs: string[];
        };
        /**
         * ScheduleTimes
         * @description When a schedule fires: by a cron expression or at intervals.
         * @example {
         *       "cron": "30 2 * * *",
         *       "timezone": "UTC"
         *     }
         */
        ScheduleTimes: {
            /**
             * Cron
             * @description Five fields; either this or `interval_s`.
             */
            cron?: string | null;
            /**
             * Interval S
             * @description Seconds from one time to the next.
             */
            interval_s?: number | null;
            /**
             * Timezone
             * @default UTC
             */
            timezone: string;
        };
        /**
         * Scope
         * @description What a client key may be used for.
         * @enum {string}
         */
        Scope: "proxy" | "chat" | "catalog" | "orders" | "tasks" | "inference";
        /**
         * ScriptCreate
         * @description Without `upstream_id` it runs for all upstreams. Higher `priority` runs first. `timeout_ms` is CPU time.
         * @example {
         *       "name": "Name the shop",
         *       "source": "function onRequest(request) {\n  request.headers['x-shop'] = 'tea';\n}",
         *       "timeout_ms": 10
         *     }
         */
        ScriptCreate: {
            /** Name */
            name: string;
            /**
             * Source
             * @description JavaScript that defines `onRequest(request)`, `onResponse(response, request)` or both.
             * @example function onRequest(request) {
             *       request.headers['x-shop'] = 'tea';
             *     }
             */
            source: string;
            /** Upstream Id */
            upstream_id?: number | null;
            /**
             * On Error
             * @default fail_open
             * @enum {string}
             */
            on_error: "fail_open" | "fail_closed";
            /**
             * Timeout Ms
             * @default 10
             */
            timeout_ms: number;
            /**
             * Memory Limit Mb
             * @default 16
             */
            memory_limit_mb: number;
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
        };
        /**
         * ScriptError
         * @description `line` is the script's, where it is known.
         */
        ScriptError: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "syntax" | "error" | "output" | "timeout" | "memory" | "crashed" | "busy";
            /** Message */
            message: string;
            /** Line */
            line: number | null;
        };
        /**
         * ScriptOut
         * @description `phases` are the functions that the source defines.
         */
        ScriptOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Upstream Id */
            upstream_id: number | null;
            /** Source */
            source: string;
            /** Version */
            version: number;
            /** Phases */
            phases: ("request" | "response")[];
            /**
             * On Error
             * @enum {string}
             */
            on_error: "fail_open" | "fail_closed";
            /** Timeout Ms */
            timeout_ms: number;
            /** Memory Limit Mb */
            memory_limit_mb: number;
            /** Priority */
            priority: number;
            /** Enabled */
            enabled: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ScriptPatch
         * @description `version` is the one that a new `source` was made of: where there is a newer one by now, it is a 409.
         * @example {
         *       "enabled": true,
         *       "priority": 10
         *     }
         */
        ScriptPatch: {
            /** Name */
            name?: string | null;
            /** Source */
            source?: string | null;
            /** Upstream Id */
            upstream_id?: number | null;
            /** On Error */
            on_error?: ("fail_open" | "fail_closed") | null;
            /** Timeout Ms */
            timeout_ms?: number | null;
            /** Memory Limit Mb */
            memory_limit_mb?: number | null;
            /** Priority */
            priority?: number | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Version */
            version?: number | null;
        };
        /** ScriptRejection */
        ScriptRejection: {
            /** Status */
            status: number;
            /** Message */
            message: string;
        };
        /**
         * ScriptRestore
         * @example {
         *       "version": 1
         *     }
         */
        ScriptRestore: {
            /** Version */
            version: number;
        };
        /**
         * ScriptTest
         * @description `response` is needed for the phase `response`.
         * @example {
         *       "phase": "request",
         *       "request": {
         *         "json": {
         *           "messages": [],
         *           "model": "gpt-4o-mini"
         *         },
         *         "path": "/v1/chat/completions"
         *       },
         *       "source": "function onRequest(request) {\n  request.headers['x-shop'] = 'tea';\n}"
         *     }
         */
        ScriptTest: {
            /**
             * Source
             * @description JavaScript that defines `onRequest(request)`, `onResponse(response, request)` or both.
             * @example function onRequest(request) {
             *       request.headers['x-shop'] = 'tea';
             *     }
             */
            source: string;
            /**
             * Phase
             * @enum {string}
             */
            phase: "request" | "response";
            /**
             * @default {
             *       "method": "POST",
             *       "path": "/",
             *       "query": {},
             *       "headers": {},
             *       "upstream": "sample"
             *     }
             */
            request: components["schemas"]["RequestSample"];
            response?: components["schemas"]["ResponseSample"] | null;
            /**
             * Timeout Ms
             * @default 10
             */
            timeout_ms: number;
            /**
             * Memory Limit Mb
             * @default 16
             */
            memory_limit_mb: number;
        };
        /**
         * ScriptTestResult
         * @description `output` is the request or the response as it would go on; None where it would not, or as if no script was.
         *
         *     `took_us` is what the script took in its sandbox, in microseconds.
         */
        ScriptTestResult: {
            /** Output */
            output: {
                [key: string]: unknown;
            } | null;
            rejection: components["schemas"]["ScriptRejection"] | null;
            /** Logs */
            logs: string[];
            error: components["schemas"]["ScriptError"] | null;
            /** Took Us */
            took_us: number;
        };
        /**
         * ScriptVersion
         * @description `restored_from` is the version whose source was taken up again.
         */
        ScriptVersion: {
            /** Version */
            version: number;
            /** Source */
            source: string;
            /** Author Id */
            author_id: string;
            /** Author */
            author: string;
            /** Restored From */
            restored_from: number | null;
            /**
             * Saved At
             * Format: date-time
             */
            saved_at: string;
        };
        /**
         * SeriesPoint
         * @description The requests that started within `step_s` seconds from `at`.
         */
        SeriesPoint: {
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Tokens In */
            tokens_in: number;
            /** Tokens Out */
            tokens_out: number;
            /** Estimated */
            estimated: number;
            /** Average Ms */
            average_ms: number;
            /** Average First Byte Ms */
            average_first_byte_ms: number;
            /** P50 Ms */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
            /** P99 Ms */
            p99_ms: number | null;
            /** Costs */
            costs: components["schemas"]["Cost"][];
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /**
         * ServerHealth
         * @description A server of ours, as it answered last; `latency_ms` is null while it does not.
         */
        ServerHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Latency Ms */
            latency_ms?: number | null;
            pool?: components["schemas"]["Pool"] | null;
        };
        /** SessionCounts */
        SessionCounts: {
            /** Bot */
            bot: number;
            /** Waiting */
            waiting: number;
            /** Human */
            human: number;
            /** Closed */
            closed: number;
            /** Total */
            total: number;
            /** Mine */
            mine: number;
        };
        /** SessionCreated */
        SessionCreated: {
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
            /** Session Name */
            session_name: string;
            /** Visitor Token */
            visitor_token: string;
            status: components["schemas"]["State"];
            /** Opening Line */
            opening_line: string;
        };
        /**
         * SessionIn
         * @example {
         *       "user": {
         *         "locale": "en",
         *         "name": "Mia Keller"
         *       }
         *     }
         */
        SessionIn: {
            /** Assistant */
            assistant?: string | null;
            user?: components["schemas"]["VisitorUser"] | null;
        };
        /** SessionOut */
        SessionOut: {
            /** Session Name */
            session_name: string;
            status: components["schemas"]["State"];
            /** Epoch */
            epoch: number;
            operator: components["schemas"]["OperatorOut"] | null;
            /** Assistant */
            assistant: string;
            /** Assistant Id */
            assistant_id: string;
            /** Unread */
            unread: number;
            /** Last Message */
            last_message: string;
            /** Last Seq */
            last_seq: number;
            visitor: components["schemas"]["VisitorOut"];
            /** Is Visitor Verified */
            is_visitor_verified: boolean;
            /** @description for operators alone */
            offer: components["schemas"]["OfferOut"] | null;
            /** Waiting Since */
            waiting_since: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * ShareIn
         * @description `weight` is in relation to the others; a version of 0 is loaded, and answers where it is named.
         */
        ShareIn: {
            /** Version */
            version: number;
            /** Weight */
            weight: number;
        };
        /** ShareOut */
        ShareOut: {
            /** Version */
            version: number;
            /** Weight */
            weight: number;
        };
        /** SignedIn */
        SignedIn: {
            /** Access Token */
            access_token: string;
            /** Refresh Token */
            refresh_token: string;
            /**
             * Token Type
             * @default bearer
             * @constant
             */
            token_type: "bearer";
            /** Expires In */
            expires_in: number;
            user: components["schemas"]["UserBrief"];
        };
        /**
         * SkippedRow
         * @description A stored row that cannot be read: it is left out, and all others are served.
         */
        SkippedRow: {
            /** Kind */
            kind: string;
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Reason */
            reason: string;
        };
        /**
         * SourceOut
         * @description What an answer draws on: a product with its price, or an article with its text.
         */
        SourceOut: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "product" | "article";
            /** Title */
            title: string;
            /** Text */
            text: string | null;
            /** Url */
            url: string | null;
            /** Image Url */
            image_url: string | null;
            /** Price Minor */
            price_minor: number | null;
            /** Max Price Minor */
            max_price_minor: number | null;
            /** Currency */
            currency: string | null;
            /** Is Available */
            is_available: boolean;
            /** As Of */
            as_of: string;
        };
        /**
         * Speaker
         * @enum {string}
         */
        Speaker: "visitor" | "assistant" | "operator" | "system";
        /**
         * Stage
         * @description Where a version stands in its life; people say so, nothing follows from it by itself.
         * @enum {string}
         */
        Stage: "none" | "staging" | "production" | "archived";
        /**
         * State
         * @enum {string}
         */
        State: "bot" | "waiting" | "human" | "closed";
        /**
         * Stats
         * @description Sums over the requests that started in `[from_time, to_time)`: whole hours or days that hold what was asked for.
         *
         *     `groups` are the 100 with the most requests by `group_by`; of hours and days the first 1000.
         */
        Stats: {
            /**
             * From Time
             * Format: date-time
             */
            from_time: string;
            /**
             * To Time
             * Format: date-time
             */
            to_time: string;
            totals: components["schemas"]["Sums"];
            /**
             * Group By
             * @enum {string}
             */
            group_by: "upstream" | "key" | "client_key" | "model" | "status" | "hour" | "day";
            /** Groups */
            groups: components["schemas"]["GroupSums"][];
            /** Step S */
            step_s: number;
            /** Series */
            series: components["schemas"]["SeriesPoint"][];
            /** By Upstream */
            by_upstream: components["schemas"]["GroupSums"][];
            /** By Key */
            by_key: components["schemas"]["GroupSums"][];
            /** By Status */
            by_status: components["schemas"]["GroupSums"][];
            /** By Model */
            by_model: components["schemas"]["GroupSums"][];
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "waiting" | "scheduled" | "queued" | "running" | "retrying" | "paused" | "succeeded" | "failed" | "cancelled";
        /**
         * Sums
         * @description `errors` are requests answered with 400 and above, broken off or not answered at all.
         *
         *     `estimated` are those whose tokens, and cost, are in part an estimate, because their answers did not name them.
         *     Percentiles are estimates out of buckets that grow by 41 %, no more than the slowest can have taken; null without
         *     requests.
         */
        Sums: {
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Tokens In */
            tokens_in: number;
            /** Tokens Out */
            tokens_out: number;
            /** Estimated */
            estimated: number;
            /** Average Ms */
            average_ms: number;
            /** Average First Byte Ms */
            average_first_byte_ms: number;
            /** P50 Ms */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
            /** P99 Ms */
            p99_ms: number | null;
            /** Costs */
            costs: components["schemas"]["Cost"][];
        };
        /** SyncOut */
        SyncOut: {
            /** Sync Id */
            sync_id: string;
            /** Merchant Id */
            merchant_id: string;
            /** Platform */
            platform: string;
            /** Task Id */
            task_id: string | null;
            status: components["schemas"]["SyncStatus"];
            counts: components["schemas"]["Counts"];
            /** Seen */
            seen: number;
            /**
             * Progress
             * @description Between 0 and 1; null where the store's total is not known.
             */
            progress: number | null;
            /** Limit */
            limit: number | null;
            /** Reason */
            reason: string | null;
            /** Message */
            message: string | null;
            /** Warnings */
            warnings: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * SyncStart
         * @description `limit` reads that many products and deletes nothing; `confirm_deletions` lifts the guard on mass deletion.
         * @example {
         *       "merchant_id": "merch_5f0c1d2e3a4b5c6d"
         *     }
         */
        SyncStart: {
            /** Merchant Id */
            merchant_id: string;
            /** Limit */
            limit?: number | null;
            /**
             * Confirm Deletions
             * @default false
             */
            confirm_deletions: boolean;
        };
        /** SyncStarted */
        SyncStarted: {
            /** Sync Id */
            sync_id: string;
            /** Task Id */
            task_id: string;
            status: components["schemas"]["SyncStatus"];
            /** Merchant Id */
            merchant_id: string;
        };
        /**
         * SyncStatus
         * @enum {string}
         */
        SyncStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        /**
         * TargetIn
         * @description `model` is the name the upstream knows it by, where that differs. 0 is the built-in upstream.
         */
        TargetIn: {
            /** Upstream Id */
            upstream_id: number;
            /** Model */
            model?: string | null;
            /**
             * Weight
             * @default 1
             */
            weight: number;
        };
        /** TaskAccepted */
        TaskAccepted: {
            /** Id */
            id: string;
            status: components["schemas"]["Status"];
        };
        /**
         * TaskCreate
         * @example {
         *       "idempotency_key": "hello-1",
         *       "kind": "demo.echo",
         *       "payload": {
         *         "text": "hello"
         *       }
         *     }
         */
        TaskCreate: {
            /** Kind */
            kind: string;
            /**
             * Priority
             * @description A point counts as a minute that it is due earlier.
             * @default 0
             */
            priority: number;
            /**
             * Queue
             * @description Where it waits; the queue of its kind by default.
             */
            queue?: string | null;
            /** Run At */
            run_at?: string | null;
            /**
             * Depends On
             * @description Tasks that come first. They are there: no cycle can be.
             * @default []
             */
            depends_on: string[];
            /**
             * @description `success`: it fails where one of `depends_on` does not succeed; `any`: it waits for their end.
             * @default success
             */
            after: components["schemas"]["After"];
            /**
             * Payload
             * @default {}
             */
            payload: {
                [key: string]: unknown;
            };
            /**
             * Cache Ttl S
             * @description A result of the same payload that is not older is given at once; its own is kept for as long.
             */
            cache_ttl_s?: number | null;
            /** Idempotency Key */
            idempotency_key?: string | null;
        };
        /**
         * TaskListed
         * @description As a list has it: a payload or a result above 2 KB of JSON is null here, and whole at `/api/tasks/{id}`.
         */
        TaskListed: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Owner
             * @description Who asked for it: the id of a person or a client key (`key_…`), or `system`.
             */
            owner: string;
            status: components["schemas"]["Status"];
            /** Priority */
            priority: number;
            /** Attempt */
            attempt: number;
            /** Max Attempts */
            max_attempts: number;
            /**
             * Uncounted Attempts
             * @description Those that do not count: paused, broken off as their worker stopped, or failed while what they need was away. `max_attempts` has one more for each.
             */
            uncounted_attempts: number[];
            /** Progress */
            progress: number;
            /** Message */
            message: string;
            /** Error */
            error: string | null;
            /**
             * Error Code
             * @description Why it, or its last attempt, failed: one of `FailureCode`, or the code of an error of Relaydesk's.
             */
            error_code: components["schemas"]["FailureCode"] | string | null;
            /** Queue */
            queue: string;
            /** Batch Id */
            batch_id: string | null;
            /** Depends On */
            depends_on: string[];
            /** Worker */
            worker: string | null;
            /** Request Id */
            request_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Run At
             * Format: date-time
             */
            run_at: string;
            /**
             * Started At
             * @description When its last attempt began; after one that does not count the next goes on with it.
             */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Payload */
            payload: {
                [key: string]: unknown;
            } | null;
            /** @description What its handler has returned: any JSON. */
            result: components["schemas"]["JsonValue"];
            /**
             * Is Truncated
             * @description Whether the payload or the result is left out here.
             */
            is_truncated: boolean;
        };
        /** TaskLog */
        TaskLog: {
            /** Items */
            items: components["schemas"]["LineOut"][];
            /**
             * Next After
             * @description Ask for the lines after this one next.
             */
            next_after: number;
        };
        /** TaskOut */
        TaskOut: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Owner
             * @description Who asked for it: the id of a person or a client key (`key_…`), or `system`.
             */
            owner: string;
            status: components["schemas"]["Status"];
            /** Priority */
            priority: number;
            /** Attempt */
            attempt: number;
            /** Max Attempts */
            max_attempts: number;
            /**
             * Uncounted Attempts
             * @description Those that do not count: paused, broken off as their worker stopped, or failed while what they need was away. `max_attempts` has one more for each.
             */
            uncounted_attempts: number[];
            /** Progress */
            progress: number;
            /** Message */
            message: string;
            /** Error */
            error: string | null;
            /**
             * Error Code
             * @description Why it, or its last attempt, failed: one of `FailureCode`, or the code of an error of Relaydesk's.
             */
            error_code: components["schemas"]["FailureCode"] | string | null;
            /** Queue */
            queue: string;
            /** Batch Id */
            batch_id: string | null;
            /** Depends On */
            depends_on: string[];
            /** Worker */
            worker: string | null;
            /** Request Id */
            request_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Run At
             * Format: date-time
             */
            run_at: string;
            /**
             * Started At
             * @description When its last attempt began; after one that does not count the next goes on with it.
             */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** @description What its handler has returned: any JSON. */
            result: components["schemas"]["JsonValue"];
            /**
             * Checkpoint
             * @description What its next attempt goes on from.
             */
            checkpoint: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * TasksHealth
         * @description `tasks` are counted by status.
         *
         *     `reason` is `NoDelivery` where some have waited for a minute beside free workers: the broker may be away.
         */
        TasksHealth: {
            /** Status */
            status: string;
            /** Reason */
            reason?: string | null;
            /** Tasks */
            tasks?: {
                [key: string]: number;
            } | null;
            /** Oldest Waiting Seconds */
            oldest_waiting_seconds?: number | null;
            /** Workers */
            workers?: components["schemas"]["WorkerSeen"][] | null;
        };
        /**
         * TensorOut
         * @description An input or output. `datatype` is the Open Inference Protocol's name, null where it has none (a map, say).
         *
         *     In `shape` -1 is a size that is free; it is null where the file does not say how many sizes there are.
         */
        TensorOut: {
            /** Name */
            name: string;
            /** Datatype */
            datatype: string | null;
            /** Shape */
            shape: number[] | null;
        };
        /**
         * Threshold
         * @description The rule acts once its condition was met `count` times within `window_s` seconds for one key.
         */
        Threshold: {
            /**
             * Count
             * @default 1
             */
            count: number;
            /**
             * Window S
             * @default 60
             */
            window_s: number;
        };
        /**
         * TrafficIn
         * @description `sticky` stays as it is where it is left out.
         * @example {
         *       "weights": [
         *         {
         *           "version": 1,
         *           "weight": 90
         *         },
         *         {
         *           "version": 2,
         *           "weight": 10
         *         }
         *       ]
         *     }
         */
        TrafficIn: {
            /** Weights */
            weights: components["schemas"]["ShareIn"][];
            /** Sticky */
            sticky?: boolean | null;
            /**
             * Revision
             * @description The deployment's, as it was looked at: 409 `DEPLOYMENT_CHANGED` where it has another now.
             */
            revision?: number | null;
        };
        /**
         * TransferIn
         * @description `to` is the id of the colleague; they have a minute to accept.
         * @example {
         *       "note": "Asks about a refund, speaks French.",
         *       "to": "user_5f0c1d2e3a4b5c6d"
         *     }
         */
        TransferIn: {
            /** To */
            to: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * UpstreamConfirm
         * @description The owner's password, and the `base_url` that they have looked at: another one by now is a 409.
         * @example {
         *       "base_url": "https://api.openai.com/v1",
         *       "password": "your password"
         *     }
         */
        UpstreamConfirm: {
            /** Password */
            password: string;
            /** Base Url */
            base_url?: string | null;
        };
        /**
         * UpstreamCreate
         * @description `format` is what the upstream speaks at `/v1`. Where `auth` is not given, it is as that vendor has it.
         *
         *     With `log_bodies` the log keeps the first 16 KB of requests and answers, secrets replaced. With `auto_test` keys
         *     that rules disabled are tested every ten minutes and come back when they answer.
         * @example {
         *       "base_url": "https://api.openai.com/v1",
         *       "name": "openai",
         *       "retry": {
         *         "deadline_ms": 120000,
         *         "max_attempts": 3
         *       },
         *       "timeout_ms": 60000
         *     }
         */
        UpstreamCreate: {
            /** Name */
            name: string;
            /** Base Url */
            base_url: string;
            /**
             * Format
             * @default openai
             * @enum {string}
             */
            format: "openai" | "anthropic";
            auth?: components["schemas"]["AuthIn"];
            /**
             * Strategy
             * @default round_robin
             * @enum {string}
             */
            strategy: "round_robin" | "random" | "weighted" | "least_recently_used";
            /**
             * Timeout Ms
             * @default 60000
             */
            timeout_ms: number;
            /**
             * @default {
             *       "max_attempts": 3,
             *       "statuses": [
             *         408,
             *         429,
             *         500,
             *         502,
             *         503,
             *         504
             *       ],
             *       "deadline_ms": 120000
             *     }
             */
            retry: components["schemas"]["RetryIn"];
            /**
             * Allow Private
             * @default false
             */
            allow_private: boolean;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Tags
             * @default []
             */
            tags: string[];
            /**
             * Time Zone
             * @default UTC
             */
            time_zone: string;
            /**
             * @default {
             *       "failures": 10,
             *       "hold_s": 5
             *     }
             */
            breaker: components["schemas"]["BreakerIn"];
            /** @default {} */
            limits: components["schemas"]["LimitsIn"];
            /** @default {} */
            dialect: components["schemas"]["DialectIn"];
            /**
             * Log Bodies
             * @default false
             */
            log_bodies: boolean;
            /**
             * Auto Test
             * @default false
             */
            auto_test: boolean;
        };
        /**
         * UpstreamModels
         * @description The names by which an upstream knows its models, a thousand at most.
         *
         *     `message` and `reason` say what went wrong.
         */
        UpstreamModels: {
            /** Models */
            models: string[];
            /** Message */
            message: string;
            reason: components["schemas"]["ReasonOut"] | null;
        };
        /**
         * UpstreamOut
         * @description `awaiting_keys` is how many keys rest because the address changed after they were given.
         *
         *     `held_because` says what `held_reason` does, by its type and bounds.
         */
        UpstreamOut: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Base Url */
            base_url: string;
            /**
             * Format
             * @enum {string}
             */
            format: "openai" | "anthropic";
            auth: components["schemas"]["AuthIn"];
            /**
             * Strategy
             * @enum {string}
             */
            strategy: "round_robin" | "random" | "weighted" | "least_recently_used";
            /** Timeout Ms */
            timeout_ms: number;
            retry: components["schemas"]["RetryIn"];
            /** Allow Private */
            allow_private: boolean;
            /** Enabled */
            enabled: boolean;
            /** Tags */
            tags: string[];
            /** Time Zone */
            time_zone: string;
            breaker: components["schemas"]["BreakerIn"];
            limits: components["schemas"]["LimitsIn"];
            dialect: components["schemas"]["DialectIn"];
            /** Held Until */
            held_until: string | null;
            /** Held Reason */
            held_reason: string | null;
            held_because: components["schemas"]["ReasonOut"] | null;
            /** Log Bodies */
            log_bodies: boolean;
            /** Auto Test */
            auto_test: boolean;
            /**
             * @default {
             *       "active": 0,
             *       "disabled": 0,
             *       "banned": 0
             *     }
             */
            keys: components["schemas"]["KeyCounts"];
            /**
             * Awaiting Keys
             * @default 0
             */
            awaiting_keys: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * UpstreamPatch
         * @example {
         *       "limits": {
         *         "requests_per_minute": 600
         *       },
         *       "timeout_ms": 30000
         *     }
         */
        UpstreamPatch: {
            /** Name */
            name?: string | null;
            /** Base Url */
            base_url?: string | null;
            /** Format */
            format?: ("openai" | "anthropic") | null;
            auth?: components["schemas"]["AuthIn"] | null;
            /** Strategy */
            strategy?: ("round_robin" | "random" | "weighted" | "least_recently_used") | null;
            /** Timeout Ms */
            timeout_ms?: number | null;
            retry?: components["schemas"]["RetryIn"] | null;
            /** Allow Private */
            allow_private?: boolean | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Tags */
            tags?: string[] | null;
            /** Time Zone */
            time_zone?: string | null;
            breaker?: components["schemas"]["BreakerIn"] | null;
            limits?: components["schemas"]["LimitsIn"] | null;
            dialect?: components["schemas"]["DialectIn"] | null;
            /** Log Bodies */
            log_bodies?: boolean | null;
            /** Auto Test */
            auto_test?: boolean | null;
        };
        /**
         * UpstreamTest
         * @description `ok` when the upstream answered with a status below 400; `message` and `reason` say what went wrong.
         */
        UpstreamTest: {
            /** Ok */
            ok: boolean;
            /** Status */
            status: number | null;
            /** Latency Ms */
            latency_ms: number;
            /** Message */
            message: string;
            reason: components["schemas"]["ReasonOut"] | null;
        };
        /** Usage */
        Usage: {
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Refused */
            refused: number;
            /** Tokens In */
            tokens_in: number;
            /** Tokens Out */
            tokens_out: number;
            /** Client Key Id */
            client_key_id: number;
            /** Days */
            days: components["schemas"]["UsageDay"][];
        };
        /** UsageDay */
        UsageDay: {
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /** Refused */
            refused: number;
            /** Tokens In */
            tokens_in: number;
            /** Tokens Out */
            tokens_out: number;
            /**
             * Day
             * Format: date
             */
            day: string;
        };
        /** UserBrief */
        UserBrief: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
        };
        /**
         * UserCreate
         * @example {
         *       "email": "anna@shop.example",
         *       "max_sessions": 5,
         *       "name": "Anna Weber",
         *       "password": "a first password of your choice",
         *       "role": "operator"
         *     }
         */
        UserCreate: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Password */
            password: string;
            /** Name */
            name: string;
            /** @default operator */
            role: components["schemas"]["Role"];
            /**
             * Max Sessions
             * @default 5
             */
            max_sessions: number;
        };
        /** UserOut */
        UserOut: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** Is Active */
            is_active: boolean;
            /** Max Sessions */
            max_sessions: number;
            /** Last Login At */
            last_login_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * UserPatch
         * @description With `is_active: false`, `revoke_keys` also switches off the client keys that the person has made.
         * @example {
         *       "max_sessions": 8,
         *       "role": "staff"
         *     }
         */
        UserPatch: {
            /** Name */
            name?: string | null;
            role?: components["schemas"]["Role"] | null;
            /** Password */
            password?: string | null;
            /** Max Sessions */
            max_sessions?: number | null;
            /** Is Active */
            is_active?: boolean | null;
            /**
             * Revoke Keys
             * @default false
             */
            revoke_keys: boolean;
        };
        /** VariantOut */
        VariantOut: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Sku */
            sku: string | null;
            /** Options */
            options: components["schemas"]["OptionOut"][];
            /** Price Minor */
            price_minor: number;
            /** Compare At Minor */
            compare_at_minor: number | null;
            /** Inventory Quantity */
            inventory_quantity: number | null;
            /** Is Tracked */
            is_tracked: boolean;
            /** Is Available */
            is_available: boolean;
        };
        /**
         * VersionFiguresOut
         * @description `errors` and `refused` are among `requests`; the times are means of the others, null without any.
         */
        VersionFiguresOut: {
            /** Version */
            version: number;
            /** Requests */
            requests: number;
            /** Errors */
            errors: number;
            /**
             * Refused
             * @description What was no input of the model: the fault of who asked.
             */
            refused: number;
            /** Latency Ms */
            latency_ms: number | null;
            /** Queue Ms */
            queue_ms: number | null;
        };
        /**
         * VersionOut
         * @description A version with all that its file names; lists leave that out.
         */
        VersionOut: {
            /** Model */
            model: string;
            /** Version */
            version: number;
            /** Status */
            status: string;
            stage: components["schemas"]["Stage"];
            /** Aliases */
            aliases: string[];
            /** Filename */
            filename: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Ir Version */
            ir_version: number;
            /** Opset */
            opset: number | null;
            /** Producer */
            producer: string;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Task Id */
            task_id: string | null;
            /** Data */
            data: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Inputs */
            inputs: components["schemas"]["TensorOut"][];
            /** Outputs */
            outputs: components["schemas"]["TensorOut"][];
            /** Metadata */
            metadata: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * VersionPatch
         * @description `metrics` and `metadata` replace those that are there. `task_id` and `data` say what the version came from.
         * @example {
         *       "metadata": {
         *         "framework": "scikit-learn"
         *       },
         *       "metrics": {
         *         "accuracy": 0.93
         *       },
         *       "stage": "staging"
         *     }
         */
        VersionPatch: {
            stage?: components["schemas"]["Stage"] | null;
            /** Metrics */
            metrics?: {
                [key: string]: number;
            } | null;
            /** Metadata */
            metadata?: {
                [key: string]: boolean | number | string;
            } | null;
            /** Task Id */
            task_id?: string | null;
            /** Data */
            data?: string | null;
        };
        /**
         * VersionSummary
         * @description `task_id` and `data` are lineage: the task that made the version, and what it was made from.
         */
        VersionSummary: {
            /** Model */
            model: string;
            /** Version */
            version: number;
            /** Status */
            status: string;
            stage: components["schemas"]["Stage"];
            /** Aliases */
            aliases: string[];
            /** Filename */
            filename: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Ir Version */
            ir_version: number;
            /** Opset */
            opset: number | null;
            /** Producer */
            producer: string;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Task Id */
            task_id: string | null;
            /** Data */
            data: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * VisitorOut
         * @description What the page said of its visitor; what it did not say is left out.
         */
        VisitorOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
            /** Locale */
            locale: string;
            /** Page */
            page: string;
        };
        /**
         * VisitorUser
         * @description What the page says of its visitor; not verified, shown to operators as such.
         */
        VisitorUser: {
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
            /** Email */
            email?: string | null;
            /** Locale */
            locale?: string | null;
            /** Page */
            page?: string | null;
        };
        /** WorkerOut */
        WorkerOut: {
            /** Name */
            name: string;
            /** Slots */
            slots: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
        };
        /** WorkerSeen */
        WorkerSeen: {
            /** Name */
            name: string;
            /** Slots */
            slots: number;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_sessions_api_sessions_get: {
        parameters: {
            query?: {
                /** @description Only those with this status; may be repeated. */
                status?: components["schemas"]["State"][] | null;
                /** @description Only those that you serve. */
                mine?: boolean;
                /** @description Only those that a colleague offers to you now. */
                offered?: boolean;
                /** @description Beginnings of words of the last message or of the visitor's name or e-mail address, or a whole `session_name`. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SessionOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_session_api_sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionCreated"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_stats_api_sessions_stats_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionCounts"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_colleagues_of_mine_api_desk_colleagues_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ColleagueOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stream_desk_api_desk_events_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_session_api_sessions__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    erase_session_api_sessions__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_messages_api_sessions__name__messages_get: {
        parameters: {
            query?: {
                /** @description Only what comes after this `seq`. */
                after_seq?: number;
                /** @description How many messages at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stream_session_api_sessions__name__events_get: {
        parameters: {
            query?: {
                /** @description Only what comes after this `seq`. */
                after_seq?: number;
            };
            header?: {
                /** @description The `id` of the last event that was received. */
                "Last-Event-ID"?: string | null;
            };
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    take_over_api_sessions__name__takeover_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    release_api_sessions__name__release_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    offer_session_api_sessions__name__transfer_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    accept_session_api_sessions__name__accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    decline_session_api_sessions__name__decline_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    escalate_api_sessions__name__escalate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    close_api_sessions__name__close_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    reopen_api_sessions__name__reopen_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's `session_name`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    send_manual_message_api_manual_messages_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualMessageIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    chat_api_chat_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    chat_stream_api_chat_stream_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_liveness_health_live_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_readiness_health_ready_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_detail_api_health_detailed_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDetail"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_metrics_api_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    register_api_auth_register_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    login_api_auth_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    refresh_api_auth_refresh_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    logout_api_auth_logout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_profile_api_auth_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_profile_api_auth_me_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfilePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_login_api_agent_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentLoginIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentSignedIn"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_refresh_api_agent_refresh_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRefreshed"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_logout_api_agent_logout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_profile_api_agent_profile_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentProfile"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_users_api_users_get: {
        parameters: {
            query?: {
                /** @description A part of a name or an e-mail address. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_user_api_users_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_user_api_users__user_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The person's id. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_user_api_users__user_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The person's id. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    deactivate_user_api_users__user_id__deactivate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The person's id. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Deactivation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_invitations_api_invitations_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InvitationOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_invitation_api_invitations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationCreated"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    withdraw_invitation_api_invitations__invitation_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The invitation's id. */
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_client_keys_api_keys_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description Only those that this person made, by id. */
                created_by?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClientKeyOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_client_key_api_keys_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientKeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKeyCreated"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_client_key_api_keys__key_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKeyOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_client_key_api_keys__key_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_client_key_api_keys__key_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientKeyPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKeyOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    rotate_client_key_api_keys__key_id__rotate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The client key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKeyCreated"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_usage_api_keys__key_id__usage_get: {
        parameters: {
            query?: {
                /** @description How many days back from today (UTC). */
                days?: number;
            };
            header?: never;
            path: {
                /** @description The client key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_audit_api_audit_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
                /** @description Who acted: an id, or a part of a name. */
                actor?: string | null;
                /** @description An action such as `user.signed_in`, or its beginning: `user.`. */
                action?: string | null;
                /** @description A part of what was acted on, or of its name. */
                target?: string | null;
                /** @description Only entries with this outcome. */
                outcome?: ("done" | "failed" | "refused") | null;
                /** @description A part of an actor's name or of a target. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntryOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_audit_api_audit_export_csv_get: {
        parameters: {
            query?: {
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
                /** @description Who acted: an id, or a part of a name. */
                actor?: string | null;
                /** @description An action such as `user.signed_in`, or its beginning: `user.`. */
                action?: string | null;
                /** @description A part of what was acted on, or of its name. */
                target?: string | null;
                /** @description Only entries with this outcome. */
                outcome?: ("done" | "failed" | "refused") | null;
                /** @description A part of an actor's name or of a target. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_audit_entry_api_audit__entry_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The entry, by id. */
                entry_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_tasks_api_tasks_get: {
        parameters: {
            query?: {
                /** @description Only those with this status. */
                status?: components["schemas"]["Status"] | null;
                /** @description Only those of this kind, by exact name. */
                kind?: string | null;
                /** @description Only those of this queue. */
                queue?: string | null;
                /** @description Only those of this batch. */
                batch_id?: string | null;
                /** @description Only those that failed for this reason. */
                error_code?: string | null;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
                /** @description The id of a task or of a batch, a part of a kind's name, or of what a task says: of its message or error. The latter is looked for in the newest 2,000 tasks that the other filters leave. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TaskListed_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_task_api_tasks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAccepted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_batch_api_tasks_batch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAccepted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    act_on_tasks_api_tasks_bulk_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAct"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActed"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_batches_api_tasks_batches_get: {
        parameters: {
            query?: {
                /** @description The id of a batch, or a part of a kind's name. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BatchOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_batch_api_tasks_batches__batch_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The batch's id. */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_kinds_api_tasks_kinds_get: {
        parameters: {
            query?: {
                /** @description Only those that the caller may start or schedule. */
                startable?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_queues_api_tasks_queues_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_stats_api_tasks_stats_get: {
        parameters: {
            query?: {
                /** @description Tasks that have ended today and on the days before. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KindStats"][];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_task_api_tasks__task_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_dependants_api_tasks__task_id__dependants_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TaskListed_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_log_api_tasks__task_id__log_get: {
        parameters: {
            query?: {
                /** @description Only lines after the one with this id. */
                after?: number;
                /** @description How many lines at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLog"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    act_on_task_api_tasks__task_id___action__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                task_id: string;
                /** @description What to do with it. */
                action: "cancel" | "retry" | "pause" | "resume";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stream_task_api_tasks__task_id__events_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_schedules_api_schedules_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScheduleOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_schedule_api_schedules_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    preview_schedule_api_schedules_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleTimes"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRuns"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_schedule_api_schedules__schedule_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The schedule's id. */
                schedule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_schedule_api_schedules__schedule_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The schedule's id. */
                schedule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_schedule_api_schedules__schedule_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The schedule's id. */
                schedule_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchedulePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    run_schedule_api_schedules__schedule_id__run_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The schedule's id. */
                schedule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskAccepted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_workers_api_workers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WorkerOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_upstreams_api_admin_upstreams_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UpstreamOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_upstream_api_admin_upstreams_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpstreamCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_dialect_presets_api_admin_upstreams_presets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialectPreset"][];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_upstream_api_admin_upstreams__upstream_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_upstream_api_admin_upstreams__upstream_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_upstream_api_admin_upstreams__upstream_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpstreamPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    confirm_upstream_api_admin_upstreams__upstream_id__confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpstreamConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_upstream_api_admin_upstreams__upstream_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamTest"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_upstream_models_api_admin_upstreams__upstream_id__models_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream's id; 0 is the built-in one. */
                upstream_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamModels"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_routes_api_admin_routes_get: {
        parameters: {
            query?: {
                /** @description Only those whose `model` contains this text. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RouteOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_route_api_admin_routes_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_route_api_admin_routes__route_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_route_api_admin_routes__route_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_route_api_admin_routes__route_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_upstream_keys_api_admin_keys_get: {
        parameters: {
            query?: {
                /** @description By what they are ordered; `-` is downwards. */
                sort?: "id" | "created" | "-created" | "name" | "-name" | "status" | "-status";
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those that were set to this status. */
                status?: ("active" | "disabled" | "banned") | null;
                /** @description Only those in this state now; `cooling` and the like are `active` ones. */
                state?: ("active" | "awaiting" | "cooling" | "exhausted" | "disabled" | "banned") | null;
                /** @description Only those whose name or `key_hint` contains this text. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_KeyOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_upstream_key_api_admin_keys_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    count_upstream_keys_api_admin_keys_counts_get: {
        parameters: {
            query?: {
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those that were set to this status. */
                status?: ("active" | "disabled" | "banned") | null;
                /** @description Only those in this state now; `cooling` and the like are `active` ones. */
                state?: ("active" | "awaiting" | "cooling" | "exhausted" | "disabled" | "banned") | null;
                /** @description Only those whose name or `key_hint` contains this text. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyStates"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_upstream_keys_api_admin_keys_export_get: {
        parameters: {
            query?: {
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those that were set to this status. */
                status?: ("active" | "disabled" | "banned") | null;
                /** @description Only those in this state now; `cooling` and the like are `active` ones. */
                state?: ("active" | "awaiting" | "cooling" | "exhausted" | "disabled" | "banned") | null;
                /** @description Only those whose name or `key_hint` contains this text. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    import_upstream_keys_api_admin_keys_import_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Upstream Id */
                    upstream_id: number;
                    /** Text */
                    text: string;
                    /**
                     * Weight
                     * @default 1
                     */
                    weight?: number;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyImported"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_upstream_keys_api_admin_keys_bulk_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyBulk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyBulkDone"];
                };
            };
            /** @description A task changes them */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyBulkDone"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_upstream_keys_api_admin_keys_test_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyBulkTest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyTestStarted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_upstream_key_api_admin_keys__key_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_upstream_key_api_admin_keys__key_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_upstream_key_api_admin_keys__key_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_upstream_key_api_admin_keys__key_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The upstream key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamTest"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_key_history_api_admin_keys__key_id__history_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The upstream key's id. */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_KeyEventOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    import_litellm_api_admin_import_litellm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiteLlmImport"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_rules_api_admin_rules_get: {
        parameters: {
            query?: {
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those that are switched on, or only those that are not. */
                enabled?: boolean | null;
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RuleOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_rule_api_admin_rules_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_rule_presets_api_admin_rules_presets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulePreset"][];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_rule_api_admin_rules_dry_run_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRun"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRunResult"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_rule_api_admin_rules__rule_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule's id. */
                rule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_rule_api_admin_rules__rule_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule's id. */
                rule_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_rule_api_admin_rules__rule_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule's id. */
                rule_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RulePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_prices_api_admin_prices_get: {
        parameters: {
            query?: {
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those whose `model` contains this text. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PriceOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_price_api_admin_prices_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_published_prices_api_admin_prices_published_get: {
        parameters: {
            query?: {
                /** @description Only those whose `model` contains this text. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PublishedPriceOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_currencies_api_admin_prices_currencies_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Currencies"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_price_api_admin_prices__price_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The price's id. */
                price_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_price_api_admin_prices__price_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The price's id. */
                price_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_price_api_admin_prices__price_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The price's id. */
                price_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_scripts_api_admin_scripts_get: {
        parameters: {
            query?: {
                /** @description Only those of this upstream, by id. */
                upstream_id?: number | null;
                /** @description Only those that are switched on, or only those that are not. */
                enabled?: boolean | null;
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description Whether they come with their sources; `source` is empty without. */
                sources?: boolean;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScriptOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_script_api_admin_scripts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    run_script_api_admin_scripts_test_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptTest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptTestResult"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_script_api_admin_scripts__script_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                script_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_script_api_admin_scripts__script_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                script_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_script_api_admin_scripts__script_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                script_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_script_versions_api_admin_scripts__script_id__versions_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The script's id. */
                script_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScriptVersion_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    restore_script_api_admin_scripts__script_id__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                script_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptRestore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_logged_requests_api_admin_logs_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before. */
                cursor?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description Only requests sent to this upstream, by name or id. */
                upstream?: string | null;
                /** @description Only requests sent with this upstream key, by id. */
                key_id?: number | null;
                /** @description Only requests that came with this client key, by id. */
                client_key_id?: number | null;
                /** @description A status such as `429`, a class of them such as `4xx`, `failed`: what statistics count as an error, 400 and above, broken off or not answered at all, or `refused`: those of them that reached no upstream, without inferences. */
                status?: string | null;
                /** @description Only requests for this model, by exact name. */
                model?: string | null;
                /** @description Only requests that took as long or longer, in milliseconds. */
                min_latency_ms?: number | null;
                /** @description Only requests at which this rule acted, by id. */
                rule_id?: number | null;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
                /** @description A request id, or a part of a path or an error. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_logged_requests_api_admin_logs_export_get: {
        parameters: {
            query?: {
                /** @description Only requests sent to this upstream, by name or id. */
                upstream?: string | null;
                /** @description Only requests sent with this upstream key, by id. */
                key_id?: number | null;
                /** @description Only requests that came with this client key, by id. */
                client_key_id?: number | null;
                /** @description A status such as `429`, a class of them such as `4xx`, `failed`: what statistics count as an error, 400 and above, broken off or not answered at all, or `refused`: those of them that reached no upstream, without inferences. */
                status?: string | null;
                /** @description Only requests for this model, by exact name. */
                model?: string | null;
                /** @description Only requests that took as long or longer, in milliseconds. */
                min_latency_ms?: number | null;
                /** @description Only requests at which this rule acted, by id. */
                rule_id?: number | null;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
                /** @description A request id, or a part of a path or an error. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_logged_request_api_admin_logs__request_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the logged request. */
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedRequestDetail"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_stats_api_admin_stats_get: {
        parameters: {
            query?: {
                /** @description What one line of the answer is about. */
                group_by?: "upstream" | "key" | "client_key" | "model" | "status" | "hour" | "day";
                /** @description A series by five minutes, of six hours at most. */
                fine?: boolean;
                /** @description Only requests sent to this upstream, by name or id. */
                upstream?: string | null;
                /** @description Only requests sent with this upstream key, by id. */
                key_id?: number | null;
                /** @description Only requests that came with this client key, by id. */
                client_key_id?: number | null;
                /** @description Only requests for this model, by exact name. */
                model?: string | null;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_key_usage_api_admin_stats_keys_get: {
        parameters: {
            query: {
                /** @description Upstream keys, by id. */
                key_id: number[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyUsage"][];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_stats_api_admin_stats_export_get: {
        parameters: {
            query?: {
                /** @description What one line of the answer is about. */
                group_by?: "upstream" | "key" | "client_key" | "model" | "status" | "hour" | "day";
                /** @description Only requests sent to this upstream, by name or id. */
                upstream?: string | null;
                /** @description Only requests sent with this upstream key, by id. */
                key_id?: number | null;
                /** @description Only requests that came with this client key, by id. */
                client_key_id?: number | null;
                /** @description Only requests for this model, by exact name. */
                model?: string | null;
                /** @description The earliest time, inclusive: RFC 3339 with a time zone. */
                from?: string | null;
                /** @description The time before which it was: RFC 3339 with a time zone. */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_channels_api_admin_channels_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChannelOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_channel_api_admin_channels_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_channel_api_admin_channels__channel_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The channel's id. */
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_channel_api_admin_channels__channel_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The channel's id. */
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_channel_api_admin_channels__channel_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The channel's id. */
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_channel_api_admin_channels__channel_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The channel's id. */
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTest"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_deliveries_api_admin_channels__channel_id__deliveries_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The channel's id. */
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeliveryOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_models_api_models_get: {
        parameters: {
            query?: {
                /** @description Only those with this text in their name, description or tags. */
                q?: string | null;
                /** @description Only those that have exactly this tag. */
                tag?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ModelOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_model_api_models_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_model_api_models__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_model_api_models__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_model_api_models__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    point_model_alias_api_models__name__aliases__alias__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The alias, such as `champion`. */
                alias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_model_alias_api_models__name__aliases__alias__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The alias, such as `champion`. */
                alias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_model_versions_api_models__name__versions_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VersionSummary_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    upload_model_version_api_models__name__versions_post: {
        parameters: {
            query?: {
                /** @description The file's name, given back by downloads; `model.onnx` without. */
                filename?: string | null;
                /** @description The file's SHA-256: what comes and has another is refused. */
                sha256?: string | null;
            };
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_model_version_api_models__name__versions__version__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_model_version_api_models__name__versions__version__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_model_version_api_models__name__versions__version__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    download_model_file_api_models__name__versions__version__file_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` of an earlier download. */
                "if-none-match"?: string;
            };
            path: {
                /** @description The model's name. */
                name: string;
                /** @description The version's number. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The caller has it: `If-None-Match` named its SHA-256 */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    compare_model_versions_api_models__name__compare_get: {
        parameters: {
            query: {
                /** @description Two to ten numbers of versions. */
                versions: string;
            };
            header?: never;
            path: {
                /** @description The model's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_deployments_api_deployments_get: {
        parameters: {
            query?: {
                /** @description Only those with this text in their name. */
                q?: string | null;
                /** @description Only those of this model. */
                model?: string | null;
                /** @description Only those of models, or only those of routes. */
                kind?: components["schemas"]["DeploymentKind"] | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeploymentOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_deployment_api_deployments_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_deployment_api_deployments__deployment_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_deployment_api_deployments__deployment_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_deployment_api_deployments__deployment_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    start_deployment_api_deployments__deployment_id__start_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stop_deployment_api_deployments__deployment_id__stop_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    roll_back_deployment_api_deployments__deployment_id__rollback_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollbackIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    follow_model_alias_api_deployments__deployment_id__follow_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    split_deployment_traffic_api_deployments__deployment_id__traffic_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrafficIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_inference_batches_api_deployments__deployment_id__batch_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InferenceBatchOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    begin_inference_batch_api_deployments__deployment_id__batch_post: {
        parameters: {
            query?: {
                /** @description The file's name, for people who look at it. */
                filename?: string | null;
                /** @description A version that is deployed; as the traffic is split without. */
                version?: number | null;
            };
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {"id": "1", "inputs": [ … ]}
                 *     {"id": "2", "inputs": [ … ]}
                 */
                "application/x-ndjson": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferenceBatchAccepted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_inference_batch_api_deployments__deployment_id__batch__task_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferenceBatchOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_inference_batch_api_deployments__deployment_id__batch__task_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    download_inference_batch_api_deployments__deployment_id__batch__task_id__output_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
                /** @description The task's id. */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answers so far */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_deployment_figures_api_deployments__deployment_id__figures_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The deployment's id, as in `dep_5f0c9a7d21b3e846`. */
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentFiguresOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_chat_api_playground_chat_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaygroundChat"];
            };
        };
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_assistants_api_assistants_get: {
        parameters: {
            query?: {
                /** @description Only those whose name contains this text, in capitals or not. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AssistantOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_assistant_api_assistants_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_models_api_assistants_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_assistant_api_assistants__assistant_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The assistant's id. */
                assistant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_assistant_api_assistants__assistant_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The assistant's id. */
                assistant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_assistant_api_assistants__assistant_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The assistant's id. */
                assistant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssistantPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_merchants_merchants_get: {
        parameters: {
            query?: {
                /** @description A part of a name or of a store's domain. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MerchantOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_merchant_merchants_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_merchant_merchants__merchant_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_merchant_merchants__merchant_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    connect_store_merchants__merchant_id__connections_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionCreate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    try_connection_merchants__merchant_id__connections__connection_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
                /** @description The connection's id. */
                connection_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_schedule_merchants__merchant_id__schedule_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantScheduleIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantSchedule"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    start_sync_products_sync__post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SyncStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncStarted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    start_platform_sync_integrations__platform__sync_products_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which of the merchant's stores. */
                platform: "shopify" | "demo";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlatformSyncStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncStarted"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_syncs_products_sync_get: {
        parameters: {
            query?: {
                /** @description Only those of this merchant, by id. */
                merchant_id?: string | null;
                /** @description Of each merchant its latest sync alone. */
                latest?: boolean;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SyncOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_sync_products_sync__sync_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sync's id. */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncOut"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_records_products_sync__sync_id__records_get: {
        parameters: {
            query?: {
                /** @description Only records with this outcome. */
                outcome?: components["schemas"]["Outcome"] | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The sync's id. */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RecordOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_products_products_get: {
        parameters: {
            query?: {
                /** @description Only those of this merchant, by id. */
                merchant_id?: string | null;
                /** @description What is looked for, in words. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
                /** @description Only with a variant of this price or more, such as 19.90. */
                min_price?: number | string | null;
                /** @description Only with a variant of this price or less. */
                max_price?: number | string | null;
                /** @description Only prices in this currency. */
                currency?: string | null;
                /** @description Only those of this vendor, in capitals or not. */
                vendor?: string | null;
                /** @description Only those of this product type. */
                type?: string | null;
                /** @description Only those that can be bought, or that cannot. */
                in_stock?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProductOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_product_products__product_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The product's id. */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductDetail"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_questions_merchants__merchant_id__questions_get: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The merchant's id. */
                merchant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_QuestionOut_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
