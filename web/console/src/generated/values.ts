// Generated from docs/openapi.json by "make openapi". Do not edit.
/** What the fields of a request may hold, by its schema. */
export const BOUNDS = {
  "AgentLoginIn": {
    "username": {
      "min": 1,
      "max": 320
    },
    "password": {
      "min": 1,
      "max": 200
    }
  },
  "AliasIn": {
    "version": {
      "least": 1,
      "most": 2147483647
    }
  },
  "AssistantIn": {
    "name": {
      "min": 1,
      "max": 100
    },
    "persona": {
      "min": 1,
      "max": 8000
    },
    "model": {
      "min": 1,
      "max": 200
    },
    "temperature": {
      "least": 0,
      "most": 2,
      "decimals": 15
    },
    "opening_line": {
      "max": 500
    },
    "max_turns_per_day": {
      "least": 1,
      "most": 10000000
    }
  },
  "AssistantPatch": {
    "name": {
      "min": 1,
      "max": 100
    },
    "persona": {
      "min": 1,
      "max": 8000
    },
    "model": {
      "min": 1,
      "max": 200
    },
    "temperature": {
      "least": 0,
      "most": 2,
      "decimals": 15
    },
    "opening_line": {
      "max": 500
    },
    "max_turns_per_day": {
      "least": 1,
      "most": 10000000
    }
  },
  "BatchCreate": {
    "kind": {
      "min": 1,
      "max": 100
    },
    "priority": {
      "least": -100,
      "most": 100
    }
  },
  "BreakerIn": {
    "failures": {
      "least": 0,
      "most": 10000
    },
    "hold_s": {
      "least": 1,
      "most": 3600
    }
  },
  "BudgetPart": {
    "requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "BudgetShape": {
    "requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "ChannelCreate": {
    "name": {
      "min": 1,
      "max": 100
    },
    "url": {
      "min": 1,
      "max": 2000
    },
    "signing_secret": {
      "min": 16,
      "max": 200
    }
  },
  "ChannelPatch": {
    "name": {
      "min": 1,
      "max": 100
    },
    "url": {
      "min": 1,
      "max": 2000
    },
    "signing_secret": {
      "min": 16,
      "max": 200
    }
  },
  "ChatIn": {
    "message": {
      "min": 1,
      "max": 4000
    },
    "assistant": {
      "min": 1,
      "max": 100
    },
    "client_message_id": {
      "min": 1,
      "max": 100
    },
    "user.id": {
      "max": 200
    },
    "user.name": {
      "max": 200
    },
    "user.email": {
      "max": 320
    },
    "user.locale": {
      "max": 35
    },
    "user.page": {
      "max": 2000
    }
  },
  "ClientKeyCreate": {
    "name": {
      "min": 1,
      "max": 100
    },
    "rate_limit_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "tokens_per_minute": {
      "least": 1,
      "most": 9007199254740991
    },
    "max_concurrency": {
      "least": 1,
      "most": 1000000
    },
    "budget.requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "budget.tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "budget.cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "ClientKeyPatch": {
    "name": {
      "min": 1,
      "max": 100
    },
    "rate_limit_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "tokens_per_minute": {
      "least": 1,
      "most": 9007199254740991
    },
    "max_concurrency": {
      "least": 1,
      "most": 1000000
    },
    "budget.requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "budget.tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "budget.cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "ConnectionCreate": {
    "shop_domain": {
      "min": 1,
      "max": 260
    },
    "access_token": {
      "min": 1,
      "max": 500
    },
    "api_base_url": {
      "max": 500
    }
  },
  "DeploymentCreate": {
    "route": {
      "min": 1,
      "max": 200
    },
    "version": {
      "least": 1,
      "most": 2147483647
    },
    "replicas": {
      "least": 1,
      "most": 32
    },
    "max_batch_rows": {
      "least": 1,
      "most": 1024
    },
    "unload_after_s": {
      "least": 10,
      "most": 86400
    }
  },
  "DeploymentPatch": {
    "replicas": {
      "least": 1,
      "most": 32
    },
    "max_batch_rows": {
      "least": 1,
      "most": 1024
    },
    "unload_after_s": {
      "least": 10,
      "most": 86400
    }
  },
  "DialectIn": {
    "default_max_tokens": {
      "least": 1,
      "most": 10000000
    }
  },
  "DryRun": {
    "rule.upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "rule.threshold.count": {
      "least": 1,
      "most": 1000
    },
    "rule.threshold.window_s": {
      "least": 1,
      "most": 86400
    },
    "rule.cooldown_s": {
      "least": 0,
      "most": 31622400
    },
    "rule.priority": {
      "least": -1000,
      "most": 1000
    },
    "rule.name": {
      "min": 1,
      "max": 200
    },
    "limit": {
      "least": 1,
      "most": 50000
    }
  },
  "FallbackIn": {
    "upstream_id": {
      "least": 0,
      "most": 9223372036854776000
    },
    "model": {
      "min": 1,
      "max": 200
    }
  },
  "FollowIn": {
    "revision": {
      "least": 1,
      "most": 2147483647
    }
  },
  "InvitationCreate": {
    "email": {
      "format": "email"
    }
  },
  "KeyBulk": {
    "filter.upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "filter.q": {
      "max": 200
    },
    "weight": {
      "least": 0,
      "most": 1000000
    }
  },
  "KeyBulkTest": {
    "filter.upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "filter.q": {
      "max": 200
    }
  },
  "KeyCreate": {
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "name": {
      "min": 1,
      "max": 200
    },
    "key_value": {
      "min": 1,
      "max": 4096
    },
    "weight": {
      "least": 0,
      "most": 1000000
    },
    "quota.requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "quota.tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "quota.cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "KeyFilterIn": {
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "q": {
      "max": 200
    }
  },
  "KeyPatch": {
    "name": {
      "min": 1,
      "max": 200
    },
    "key_value": {
      "min": 1,
      "max": 4096
    },
    "weight": {
      "least": 0,
      "most": 1000000
    },
    "quota.requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "quota.tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "quota.cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "LimitsIn": {
    "requests_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "tokens_per_minute": {
      "least": 1,
      "most": 1000000000000
    },
    "max_concurrency": {
      "least": 1,
      "most": 1000000
    }
  },
  "LiteLlmImport": {
    "text": {
      "min": 1,
      "max": 1048576
    }
  },
  "LoginIn": {
    "email": {
      "min": 1,
      "max": 320
    },
    "password": {
      "min": 1,
      "max": 200
    }
  },
  "ManualMessageIn": {
    "content": {
      "min": 1,
      "max": 4000
    },
    "client_message_id": {
      "min": 1,
      "max": 100
    }
  },
  "MerchantCreate": {
    "name": {
      "min": 1,
      "max": 200
    }
  },
  "MerchantPatch": {
    "name": {
      "min": 1,
      "max": 200
    }
  },
  "MerchantScheduleIn": {
    "cron": {
      "max": 100
    },
    "timezone": {
      "max": 100
    }
  },
  "ModelCreate": {
    "description": {
      "max": 5000
    }
  },
  "ModelPatch": {
    "description": {
      "max": 5000
    }
  },
  "PlatformSyncStart": {
    "merchant_id": {
      "min": 1,
      "max": 64
    }
  },
  "PlaygroundChat": {
    "model": {
      "min": 1,
      "max": 200
    },
    "temperature": {
      "least": 0,
      "most": 2,
      "decimals": 15
    },
    "max_tokens": {
      "least": 1,
      "most": 1000000
    }
  },
  "PlaygroundMessage": {
    "content": {
      "min": 1,
      "max": 100000
    }
  },
  "PriceCreate": {
    "model": {
      "min": 1,
      "max": 200
    },
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "input_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "output_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cached_input_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cache_write_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cache_write_hour_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    }
  },
  "PricePatch": {
    "model": {
      "min": 1,
      "max": 200
    },
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "input_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "output_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cached_input_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cache_write_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    },
    "cache_write_hour_micros_per_million": {
      "least": 0,
      "most": 10000000000000
    }
  },
  "ProfilePatch": {
    "name": {
      "min": 1,
      "max": 100
    },
    "current_password": {
      "max": 200
    },
    "new_password": {
      "min": 8,
      "max": 200
    }
  },
  "QuotaIn": {
    "requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "QuotaPart": {
    "requests": {
      "least": 1,
      "most": 9007199254740991
    },
    "tokens": {
      "least": 1,
      "most": 9007199254740991
    },
    "cost_micros": {
      "least": 1,
      "most": 9007199254740991
    }
  },
  "RefreshIn": {
    "refresh_token": {
      "max": 200
    }
  },
  "RegisterIn": {
    "email": {
      "format": "email"
    },
    "password": {
      "min": 8,
      "max": 200
    },
    "name": {
      "min": 1,
      "max": 100
    },
    "invitation": {
      "min": 1,
      "max": 200
    }
  },
  "RequestSample": {
    "path": {
      "max": 2000
    },
    "upstream": {
      "max": 200
    },
    "model": {
      "max": 200
    }
  },
  "ResponseSample": {
    "status": {
      "least": 200,
      "most": 599
    }
  },
  "RetryIn": {
    "max_attempts": {
      "least": 1,
      "most": 20
    },
    "deadline_ms": {
      "least": 1,
      "most": 3600000
    }
  },
  "RollbackIn": {
    "revision": {
      "least": 1,
      "most": 2147483647
    }
  },
  "RotateIn": {
    "overlap_seconds": {
      "least": 0,
      "most": 2592000
    }
  },
  "RouteCreate": {
    "model": {
      "min": 1,
      "max": 200
    },
    "cache_ttl_s": {
      "least": 0,
      "most": 2592000
    },
    "limits.requests_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "limits.tokens_per_minute": {
      "least": 1,
      "most": 1000000000000
    },
    "limits.max_concurrency": {
      "least": 1,
      "most": 1000000
    }
  },
  "RoutePatch": {
    "model": {
      "min": 1,
      "max": 200
    },
    "cache_ttl_s": {
      "least": 0,
      "most": 2592000
    },
    "limits.requests_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "limits.tokens_per_minute": {
      "least": 1,
      "most": 1000000000000
    },
    "limits.max_concurrency": {
      "least": 1,
      "most": 1000000
    }
  },
  "RuleCreate": {
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "threshold.count": {
      "least": 1,
      "most": 1000
    },
    "threshold.window_s": {
      "least": 1,
      "most": 86400
    },
    "cooldown_s": {
      "least": 0,
      "most": 31622400
    },
    "priority": {
      "least": -1000,
      "most": 1000
    },
    "name": {
      "min": 1,
      "max": 200
    }
  },
  "RuleDraft": {
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "threshold.count": {
      "least": 1,
      "most": 1000
    },
    "threshold.window_s": {
      "least": 1,
      "most": 86400
    },
    "cooldown_s": {
      "least": 0,
      "most": 31622400
    },
    "priority": {
      "least": -1000,
      "most": 1000
    },
    "name": {
      "min": 1,
      "max": 200
    }
  },
  "RulePatch": {
    "name": {
      "min": 1,
      "max": 200
    },
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "threshold.count": {
      "least": 1,
      "most": 1000
    },
    "threshold.window_s": {
      "least": 1,
      "most": 86400
    },
    "cooldown_s": {
      "least": 0,
      "most": 31622400
    },
    "priority": {
      "least": -1000,
      "most": 1000
    }
  },
  "ScheduleIn": {
    "cron": {
      "max": 100
    },
    "interval_s": {
      "least": 1,
      "most": 31622400
    },
    "timezone": {
      "min": 1,
      "max": 100
    },
    "name": {
      "min": 1,
      "max": 100
    },
    "kind": {
      "min": 1,
      "max": 100
    }
  },
  "SchedulePatch": {
    "cron": {
      "max": 100
    },
    "interval_s": {
      "least": 1,
      "most": 31622400
    },
    "timezone": {
      "min": 1,
      "max": 100
    }
  },
  "ScheduleTimes": {
    "cron": {
      "max": 100
    },
    "interval_s": {
      "least": 1,
      "most": 31622400
    },
    "timezone": {
      "min": 1,
      "max": 100
    }
  },
  "ScriptCreate": {
    "name": {
      "min": 1,
      "max": 200
    },
    "source": {
      "min": 1,
      "max": 65536
    },
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "timeout_ms": {
      "least": 1,
      "most": 100
    },
    "memory_limit_mb": {
      "least": 2,
      "most": 64
    },
    "priority": {
      "least": -1000,
      "most": 1000
    }
  },
  "ScriptPatch": {
    "name": {
      "min": 1,
      "max": 200
    },
    "source": {
      "min": 1,
      "max": 65536
    },
    "upstream_id": {
      "least": 1,
      "most": 9223372036854776000
    },
    "timeout_ms": {
      "least": 1,
      "most": 100
    },
    "memory_limit_mb": {
      "least": 2,
      "most": 64
    },
    "priority": {
      "least": -1000,
      "most": 1000
    },
    "version": {
      "least": 1,
      "most": 9223372036854776000
    }
  },
  "ScriptRestore": {
    "version": {
      "least": 1,
      "most": 9223372036854776000
    }
  },
  "ScriptTest": {
    "source": {
      "min": 1,
      "max": 65536
    },
    "request.path": {
      "max": 2000
    },
    "request.upstream": {
      "max": 200
    },
    "request.model": {
      "max": 200
    },
    "response.status": {
      "least": 200,
      "most": 599
    },
    "timeout_ms": {
      "least": 1,
      "most": 100
    },
    "memory_limit_mb": {
      "least": 2,
      "most": 64
    }
  },
  "SessionIn": {
    "assistant": {
      "min": 1,
      "max": 100
    },
    "user.id": {
      "max": 200
    },
    "user.name": {
      "max": 200
    },
    "user.email": {
      "max": 320
    },
    "user.locale": {
      "max": 35
    },
    "user.page": {
      "max": 2000
    }
  },
  "ShareIn": {
    "version": {
      "least": 1,
      "most": 2147483647
    },
    "weight": {
      "least": 0,
      "most": 1000
    }
  },
  "SyncStart": {
    "merchant_id": {
      "min": 1,
      "max": 64
    },
    "limit": {
      "least": 1,
      "most": 1000000
    }
  },
  "TargetIn": {
    "upstream_id": {
      "least": 0,
      "most": 9223372036854776000
    },
    "model": {
      "min": 1,
      "max": 200
    },
    "weight": {
      "least": 0,
      "most": 1000000
    }
  },
  "TaskCreate": {
    "kind": {
      "min": 1,
      "max": 100
    },
    "priority": {
      "least": -100,
      "most": 100
    },
    "cache_ttl_s": {
      "least": 1,
      "most": 2592000
    },
    "idempotency_key": {
      "min": 1,
      "max": 200
    }
  },
  "Threshold": {
    "count": {
      "least": 1,
      "most": 1000
    },
    "window_s": {
      "least": 1,
      "most": 86400
    }
  },
  "TrafficIn": {
    "revision": {
      "least": 1,
      "most": 2147483647
    }
  },
  "TransferIn": {
    "to": {
      "min": 1,
      "max": 100
    },
    "note": {
      "max": 1000
    }
  },
  "UpstreamConfirm": {
    "password": {
      "min": 1,
      "max": 200
    },
    "base_url": {
      "min": 1,
      "max": 500
    }
  },
  "UpstreamCreate": {
    "base_url": {
      "min": 1,
      "max": 500
    },
    "timeout_ms": {
      "least": 1,
      "most": 3600000
    },
    "retry.max_attempts": {
      "least": 1,
      "most": 20
    },
    "retry.deadline_ms": {
      "least": 1,
      "most": 3600000
    },
    "time_zone": {
      "max": 64
    },
    "breaker.failures": {
      "least": 0,
      "most": 10000
    },
    "breaker.hold_s": {
      "least": 1,
      "most": 3600
    },
    "limits.requests_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "limits.tokens_per_minute": {
      "least": 1,
      "most": 1000000000000
    },
    "limits.max_concurrency": {
      "least": 1,
      "most": 1000000
    },
    "dialect.default_max_tokens": {
      "least": 1,
      "most": 10000000
    }
  },
  "UpstreamPatch": {
    "base_url": {
      "min": 1,
      "max": 500
    },
    "timeout_ms": {
      "least": 1,
      "most": 3600000
    },
    "retry.max_attempts": {
      "least": 1,
      "most": 20
    },
    "retry.deadline_ms": {
      "least": 1,
      "most": 3600000
    },
    "time_zone": {
      "max": 64
    },
    "breaker.failures": {
      "least": 0,
      "most": 10000
    },
    "breaker.hold_s": {
      "least": 1,
      "most": 3600
    },
    "limits.requests_per_minute": {
      "least": 1,
      "most": 100000000
    },
    "limits.tokens_per_minute": {
      "least": 1,
      "most": 1000000000000
    },
    "limits.max_concurrency": {
      "least": 1,
      "most": 1000000
    },
    "dialect.default_max_tokens": {
      "least": 1,
      "most": 10000000
    }
  },
  "UserCreate": {
    "email": {
      "format": "email"
    },
    "password": {
      "min": 8,
      "max": 200
    },
    "name": {
      "min": 1,
      "max": 100
    },
    "max_sessions": {
      "least": 1,
      "most": 1000
    }
  },
  "UserPatch": {
    "name": {
      "min": 1,
      "max": 100
    },
    "password": {
      "min": 8,
      "max": 200
    },
    "max_sessions": {
      "least": 1,
      "most": 1000
    }
  },
  "VersionPatch": {
    "task_id": {
      "min": 1,
      "max": 100
    },
    "data": {
      "min": 1,
      "max": 1000
    }
  },
  "VisitorUser": {
    "id": {
      "max": 200
    },
    "name": {
      "max": 200
    },
    "email": {
      "max": 320
    },
    "locale": {
      "max": 35
    },
    "page": {
      "max": 2000
    }
  }
} as const;

/** What may be chosen, by schema and field. */
export const CHOICES = {
  "After": [
    "success",
    "any"
  ],
  "AgentOut.role": [
    "agent",
    "admin"
  ],
  "AgentOut.status": [
    "online",
    "offline"
  ],
  "AttemptOut.blame": [
    "client",
    "key",
    "upstream",
    "our_ip"
  ],
  "AuditEntryOut.outcome": [
    "done",
    "failed",
    "refused"
  ],
  "AuthIn.type": [
    "bearer",
    "header",
    "query"
  ],
  "BatchOut.status": [
    "running",
    "succeeded",
    "failed",
    "cancelled"
  ],
  "BudgetPart.period": [
    "day",
    "month"
  ],
  "BudgetShape.period": [
    "day",
    "month"
  ],
  "BulkAct.action": [
    "cancel",
    "retry",
    "pause",
    "resume"
  ],
  "ChannelCreate.kind": [
    "apprise",
    "webhook"
  ],
  "ChannelCreate.events": [
    "upstream_held",
    "upstream_released",
    "key_disabled",
    "sync_failed"
  ],
  "ChannelOut.kind": [
    "apprise",
    "webhook"
  ],
  "ChannelOut.events": [
    "upstream_held",
    "upstream_released",
    "key_disabled",
    "sync_failed"
  ],
  "ChannelPatch.events": [
    "upstream_held",
    "upstream_released",
    "key_disabled",
    "sync_failed"
  ],
  "DeliveryOut.outcome": [
    "sent",
    "failed"
  ],
  "DeploymentKind": [
    "model",
    "route"
  ],
  "DeploymentStatus": [
    "stopped",
    "loading",
    "ready",
    "idle",
    "failed",
    "draining"
  ],
  "DialectIn.reasoning": [
    "reasoning_effort",
    "budget",
    "adaptive",
    "off"
  ],
  "DialectIn.max_tokens_field": [
    "max_tokens",
    "max_completion_tokens"
  ],
  "DryRunResult.unknown": [
    "body",
    "headers"
  ],
  "DryRunResult.ended_by": [
    "log",
    "limit",
    "time"
  ],
  "FailureCode": [
    "HANDLER_FAILED",
    "HANDLER_MISSING",
    "TIMED_OUT",
    "FORCED_END",
    "WORKER_LOST",
    "PROCESS_ENDED",
    "RESULT_UNREADABLE",
    "END_NOT_STORED",
    "DEPENDENCY_FAILED",
    "DEPENDENCY_CANCELLED"
  ],
  "KeyBulk.action": [
    "enable",
    "disable",
    "ban",
    "delete",
    "set_weight"
  ],
  "KeyFilterIn.status": [
    "active",
    "disabled",
    "banned"
  ],
  "KeyFilterIn.state": [
    "active",
    "awaiting",
    "cooling",
    "exhausted",
    "disabled",
    "banned"
  ],
  "KeyOut.status": [
    "active",
    "disabled",
    "banned"
  ],
  "KeyOut.state": [
    "active",
    "awaiting",
    "cooling",
    "exhausted",
    "disabled",
    "banned"
  ],
  "KeyPatch.status": [
    "active",
    "disabled",
    "banned"
  ],
  "LineOut.level": [
    "info",
    "warning",
    "error",
    "state"
  ],
  "Outcome": [
    "created",
    "updated",
    "unchanged",
    "deleted",
    "skipped"
  ],
  "PlaygroundMessage.role": [
    "system",
    "user",
    "assistant"
  ],
  "QuotaIn.period": [
    "day",
    "month"
  ],
  "QuotaPart.period": [
    "day",
    "month"
  ],
  "Role": [
    "owner",
    "admin",
    "staff",
    "developer",
    "operator",
    "viewer",
    "pending"
  ],
  "RulePreset.key": [
    "invalid_key",
    "quota_exhausted",
    "rate_limited",
    "overloaded",
    "client_error"
  ],
  "Scope": [
    "proxy",
    "chat",
    "catalog",
    "orders",
    "tasks",
    "inference"
  ],
  "ScriptCreate.on_error": [
    "fail_open",
    "fail_closed"
  ],
  "ScriptError.kind": [
    "syntax",
    "error",
    "output",
    "timeout",
    "memory",
    "crashed",
    "busy"
  ],
  "ScriptOut.phases": [
    "request",
    "response"
  ],
  "ScriptOut.on_error": [
    "fail_open",
    "fail_closed"
  ],
  "ScriptPatch.on_error": [
    "fail_open",
    "fail_closed"
  ],
  "ScriptTest.phase": [
    "request",
    "response"
  ],
  "SourceOut.kind": [
    "product",
    "article"
  ],
  "Speaker": [
    "visitor",
    "assistant",
    "operator",
    "system"
  ],
  "Stage": [
    "none",
    "staging",
    "production",
    "archived"
  ],
  "State": [
    "bot",
    "waiting",
    "human",
    "closed"
  ],
  "Stats.group_by": [
    "upstream",
    "key",
    "client_key",
    "model",
    "status",
    "hour",
    "day"
  ],
  "Status": [
    "waiting",
    "scheduled",
    "queued",
    "running",
    "retrying",
    "paused",
    "succeeded",
    "failed",
    "cancelled"
  ],
  "SyncStatus": [
    "queued",
    "running",
    "succeeded",
    "failed",
    "cancelled"
  ],
  "UpstreamCreate.format": [
    "openai",
    "anthropic"
  ],
  "UpstreamCreate.strategy": [
    "round_robin",
    "random",
    "weighted",
    "least_recently_used"
  ],
  "UpstreamOut.format": [
    "openai",
    "anthropic"
  ],
  "UpstreamOut.strategy": [
    "round_robin",
    "random",
    "weighted",
    "least_recently_used"
  ],
  "UpstreamPatch.format": [
    "openai",
    "anthropic"
  ],
  "UpstreamPatch.strategy": [
    "round_robin",
    "random",
    "weighted",
    "least_recently_used"
  ]
} as const;
