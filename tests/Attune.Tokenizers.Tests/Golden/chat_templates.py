#!/usr/bin/env python3
"""Renders small chat templates with Jinja2 itself and writes chat_templates.json, which the tests compare with.

Needs python3-jinja2 (Debian). The environment is set up as the tools that publish chat templates set theirs up: a sandbox with
trim_blocks and lstrip_blocks, break and continue, generation blocks, and a tojson without HTML escapes.
Run: python3 chat_templates.py
"""
import datetime
import json
import pathlib

from jinja2 import TemplateError, __version__, nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("write"), [], [], body).set_lineno(line)

    def write(self, caller):
        return caller()


def raise_exception(message):
    raise TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


NOW = datetime.datetime(2024, 7, 5, 13, 4, 9)
environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", Generation])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = NOW.strftime

PLAIN = [{"role": "user", "content": "Hi \U0001f642"}, {"role": "assistant", "content": " Hello! "}, {"role": "user", "content": "Why?"}]
SYSTEM = [{"role": "system", "content": " Be brief. "}] + PLAIN
TOOLS = [
    {"type": "function", "function": {"name": "add", "description": "Adds \"two\" numbers: é <b>", "parameters": {
        "type": "object", "properties": {"a": {"type": "number"}, "b": {"type": ["number", "null"], "default": 1.5}}, "required": ["a"]}}},
    {"type": "function", "function": {"name": "now", "description": "", "parameters": {"type": "object", "properties": {}}}},
]
CALLS = SYSTEM + [
    {"role": "assistant", "content": None, "tool_calls": [
        {"id": "call00001", "type": "function", "function": {"name": "add", "arguments": {"a": 1, "b": -2.5, "c": [True, None, "x'y"]}}}]},
    {"role": "tool", "tool_call_id": "call00001", "name": "add", "content": "{\"sum\": -1.5}"},
    {"role": "assistant", "content": "<think>\nsum it\n</think>\n\nIt is -1.5."},
]
PARTS = [{"role": "user", "content": [{"type": "text", "text": "See"}, {"type": "image"}, {"type": "text", "text": "?"}]}]
BIG = {"n": 18446744073709551615, "f": 1e22, "s": "a\tb\u2028\u007f\"\\", "e": [], "o": {}, "z": 1.0}

# The ways published templates are built, in templates of our own.
CHATS = [
    # roles and turns
    "{% for message in messages %}{{ '<|' + message['role'] + '|>\n' + message['content'] + eos_token + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}",
    "{%- for m in messages -%}\n  [{{ m.role|upper }}] {{ m.content | trim }}\n{%- if not loop.last %}, {% endif -%}\n{%- endfor -%}\n",
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set system = messages[0]['content'] | trim + '\n\n' %}"
    "{% else %}{% set rest = messages %}{% set system = '' %}{% endif %}{% for message in rest %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) and not message.tool_calls and message.role != 'tool' %}"
    "{{ raise_exception('turns must alternate, not ' ~ message.role) }}{% endif %}"
    "{% if loop.index0 == 0 %}{% set content = system + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}"
    "{% if message.role == 'user' %}{{ '[Q] ' + content + ' [/Q]' }}{% elif message.role == 'assistant' and content %}"
    "{{ ' ' + content | trim + eos_token }}{% endif %}{% endfor %}",
    # tools and tool calls
    "{%- if tools %}\n    {{- '<tools>' }}\n    {%- for tool in tools %}\n        {{- '\\n' + (tool | tojson) }}\n    {%- endfor %}\n"
    "    {{- '\\n</tools>\\n' }}\n{%- endif %}\n{%- for message in messages %}\n    {%- if message.tool_calls is defined and message.tool_calls is not none %}\n"
    "        {%- for call in message.tool_calls %}\n            {%- if call.function is defined %}\n                {%- set call = call.function %}\n"
    "            {%- endif %}\n            {{- '{\"name\": \"' ~ call.name ~ '\", \"arguments\": ' ~ call.arguments | tojson ~ '}' }}\n        {%- endfor %}\n"
    "    {%- elif message.role == 'tool' %}\n        {%- if loop.previtem and loop.previtem.role != 'tool' %}{{- '<result>' }}{%- endif %}\n"
    "        {{- message.content }}\n        {%- if loop.last or loop.nextitem.role != 'tool' %}{{- '</result>' }}{%- endif %}\n    {%- endif %}\n{%- endfor %}",
    "{% if tools is defined and tools %}{{ tools | tojson(indent=4) }}{% endif %}|{{ tools | map(attribute='function.name') | join(', ') if tools }}",
    "{% if tools %}{% for t in tools %}{% for k, v in t.function.parameters.properties.items() %}{{ k }}:{{ v.type }}"
    "{% if v.type is iterable and v.type is not string %}{{ v.type | join('|') }}{% endif %};{% endfor %}{% endfor %}{% endif %}",
    "{%- macro kind(spec) -%}{%- if spec.type is string -%}{{ spec.type }}{%- elif spec.type is sequence -%}"
    "{%- for t in spec.type -%}{{ kind({'type': t}) }}{{ ' | ' if not loop.last }}{%- endfor -%}{%- else -%}any{%- endif -%}{%- endmacro -%}"
    "{%- for t in tools or [] %}{%- set ps = t.function.parameters %}{%- for name, p in ps.properties | items %}{{ name }}{{ '' if name in ps.required else '?' }}: {{ kind(p) }}\n"
    "{% endfor %}{% endfor %}",
    "{% set n = namespace(calls=0, last='', seen=[]) %}{% for m in messages %}{% if m.tool_calls %}{% set n.calls = n.calls + m.tool_calls | length %}{% endif %}"
    "{% set n.last = m.role %}{% set n.seen = n.seen + [m.role] %}{% endfor %}{{ n.calls }} {{ n.last }} {{ n.seen }}",
    # thinking
    "{% set ns = namespace(index=messages|length - 1, found=false) %}{% for m in messages[::-1] %}{% set i = (messages|length - 1) - loop.index0 %}"
    "{% if not ns.found and m.role == 'user' and not (m.content.startswith('<result>') and m.content.endswith('</result>')) %}"
    "{% set ns.found = true %}{% set ns.index = i %}{% endif %}{% endfor %}{{ ns.index }}"
    "{% for m in messages %}{% if m.content is string and '</think>' in m.content %}{% set thought = m.content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}"
    "{% set said = m.content.split('</think>')[-1].lstrip('\n') %}({{ thought }})->{{ said }}{% endif %}{% endfor %}",
    # content in parts, documents, dates, refusals
    "{% for m in messages %}{% if m.content is string %}{{ m.content }}{% elif m.content is iterable %}{% for p in m.content %}"
    "{% if p.type == 'image' %}<image>{% elif p['type'] == 'text' %}{{ p['text'] }}{% endif %}{% endfor %}{% else %}-{% endif %};{% endfor %}",
    "{% if not date_string is defined %}{% if strftime_now is defined %}{% set date_string = strftime_now('%d %b %Y, %A %-d %B %y %j %H:%M:%S %I%p %%') %}{% else %}{% set date_string = '?' %}{% endif %}{% endif %}{{ date_string }}",
    "{% for d in documents or [] %}{{ loop.index }}: {{ d.title | title }} {{ d['text'] | default('none', true) }}{% else %}no documents{% endfor %}",
    "{% for m in messages %}{% if m.role == 'tool' and m.tool_call_id | length != 9 %}{{ raise_exception('bad id') }}{% endif %}{% if m.role == 'assistant' %}"
    "{% generation %}{% set x = m.content %}{{ x }}{% endgeneration %}{{ x }}{% endif %}{% endfor %}",
    "{% if messages | selectattr('role', 'equalto', 'system') | list | length > 1 %}{{ raise_exception('one system message only') }}{% endif %}"
    "{{ messages | rejectattr('role', 'equalto', 'user') | map(attribute='role') | list }} {{ messages | selectattr('tool_calls', 'defined') | list | length }}",
    "{% for m in messages if m.role != 'system' %}{{ loop.index }}/{{ loop.length }}{{ loop.revindex0 }}{% if m.role == 'tool' %}{% continue %}{% endif %} {{ m.role }}"
    "{% if loop.index == 4 %}{% break %}{% endif %},{% endfor %}",
]

# One rule of the language each.
RULES = [
    # whitespace
    "a\n  {% if true %}  \n b\n  {%- endif %}\n c\n", "a  {#- x -#}  b {# y #}\n c\n{#+ z #} d", " {%+ if true %} x {%+ endif %}\n y", "{% if true +%}\nx{% endif %}\n\n",
    "{{- 'a' -}} \n {{ 'b' }}\n{{ 'c' -}}\n d", "x\r\n{% set a = 1 %}\r\ny\rz\n", "a {{ '}}' ~ '%}' ~ {'k': {'l': '{{'}}['k'].l }}", "\t{% set a = 1 %}\tb {% set b = 2 %}\n\tc", "{{+'a'}}{{ 1+-1 }}",
    # literals
    "{{ 'a' 'b' \"c\" }}{{ '\\n\\t\\x41\\u00e9\\U0001f642\\101\\q\\'\\\\' }}{{ \"it's\" }}", "{{ 1_000 }} {{ 1.50 }} {{ 1e3 }} {{ 2.5e-7 }} {{ 1e16 }} {{ 123456789012345.6 }} {{ 0.0001 }} {{ -0.0 }} {{ 1e22 }} {{ 100 }}",
    "{{ [1, 2.0, 'a', \"b'\", true, none, (1,), (), {'k': [1]}, 'n\\nl\\x00\\u200b\\\\é'] }}", "{{ (1, 2) }} {{ 1, 2 }} {{ {} }} {{ [] }} {{ {'a': 1, 2: 'b',} }} {{ [1,2,] }}", "{{ none }} {{ None }} {{ true }} {{ False }} {{ missing }}|",
    # operators
    "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 6 / 3 }} {{ 2 ** 10 }} {{ 2 ** -1 }} {{ -2 ** 2 }} {{ 2 ** 3 ** 2 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1 + 2.0 }} {{ true + 1 }}",
    "{{ 1 ~ 'a' ~ none ~ 2.0 ~ [1] ~ missing }} {{ 'ab' * 3 }} {{ [0] * 2 + [1] }} {{ 1 + 2 * 3 - 4 }} {{ 'a' + 'b' * 2 ~ 'c' }} {{ 'x' * -1 }}|",
    "{{ 1 < 2 < 3 }} {{ 1 < 3 > 2 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' < 'b' }} {{ [1, 2] == [1, 2] }} {{ (1,) == [1] }} {{ {'a': 1} == {'a': 1.0} }} {{ [1, 2] < [1, 3] }} {{ '\U0001f642' > '\uffee' }} {{ none == none }} {{ missing == other }}",
    "{{ 'a' in 'abc' }} {{ 'd' not in 'abc' }} {{ 1 in [1, 2] }} {{ 'k' in {'k': 1} }} {{ 'x' in missing }} {{ not 1 in [1] }} {{ (1, 2) in [(1, 2)] }} {{ '' in 'a' }}",
    "{{ 0 or 'x' }} {{ 1 and 'y' }} {{ '' and 1 }}| {{ not '' }} {{ none or missing or 'z' }} {{ 'a' if false }}| {{ 'a' if 0 else 'b' if 0 else 'c' }} {{ not none and true }}",
    "{{ 'yes' if [] or {} or '' or 0 or 0.0 or none or () else 'no' }} {{ 'yes' if [0] and {'a': 0} and ' ' and -1 and 0.1 and (0,) else 'no' }}",
    # looking in
    "{{ 'héllo🙂x'[1] }} {{ 'héllo🙂x'[5] }} {{ 'héllo🙂x'[-1] }} {{ 'héllo🙂x'[::-1] }} {{ 'héllo🙂x'[4:6] }} {{ 'héllo🙂x'|length }} {{ 'abc'[5] }}| {{ 'abcdef'[1:-1:2] }} {{ 'abc'[:-1] }} {{ 'abc'[-2:] }} {{ 'abc'[9:] }}|",
    "{% set a = [0, 1, 2, 3, 4] %}{{ a[1:] }}{{ a[:-1] }}{{ a[::-1] }}{{ a[::2] }}{{ a[3:1:-1] }}{{ a[-2:] }}{{ a[:99] }}{{ a[4:1] }}{{ a[-1] }}{{ a[9] }}{{ a.0 }}{{ a[true] }}{{ a[::-2] }}{{ a[-99:2] }}",
    "{% set d = {'items': 1, 'b': {'c': [5]}, 'x y': 2} %}{{ d['items'] }} {{ d.b.c[0] }} {{ d['x y'] }} {{ d.none }}| {{ d.get('q') }} {{ d.get('q', 3) }} {{ d.get('items') }} {{ d['q'] is defined }} {{ d.items is defined }} {{ d | length }}",
    "{% set d = {'b': 1, 'A': 2} %}{{ d.keys() | list }} {{ d.values() | list }} {{ d.items() | list }} {% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }}{% endfor %}{{ d | dictsort }}{{ d | dictsort(true, 'value', reverse=true) }}{{ d | items | list }}",
    # tests
    "{{ 1 is number }}{{ true is number }}{{ 1 is integer }}{{ true is integer }}{{ 1.0 is float }}{{ true is boolean }}{{ 'a' is string }}{{ [] is sequence }}{{ 'a' is sequence }}{{ {} is mapping }}{{ {} is iterable }}{{ 1 is iterable }}{{ none is none }}{{ missing is none }}{{ missing is iterable }}",
    "{{ missing is defined }}{{ missing is undefined }}{{ none is defined }}{{ messages is defined }}{{ true is true }}{{ 1 is true }}{{ false is false }}{{ 'a' is not none }}{{ 3 is odd }}{{ 4 is even }}{{ 9 is divisibleby 3 }}{{ 1 is equalto 1 }}{{ 1 is eq(2) }}{{ 2 is gt 1 }}{{ 2 is in [1, 2] }}{{ 'A' is upper }}{{ range is callable }}{{ 1 is ne 1 and true }}",
    # statements
    "{% set x = 0 %}{% for i in range(3) %}{{ x }}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}", "{% set x %}a{{ 1 }}\nb{% endset %}[{{ x }}]{% set y | trim | upper %}  q {% endset %}[{{ y }}]", "{% set a, b = 1, [2] %}{{ a }}{{ b }}{% set (c, d) = 'xy' %}{{ c }}{{ d }}{% set t = 1, 2 %}{{ t }}",
    "{% if true %}{% set z = 1 %}{% endif %}{{ z }}{% for i in [1] %}{% set w = 1 %}{% endfor %}{{ w is defined }}", "{% for i in [] %}x{% else %}none{% endfor %}{% for i in missing %}x{% else %}nothing{% endfor %}{% for c in 'a🙂' %}{{ c }}.{% endfor %}",
    "{% for i in [1, 2, 3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.revindex }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}", "{% for (a, b) in [[1, 2]] %}{{ a }}{{ b }}{% endfor %}{% for x in [1, 2] %}{% for y in [3] %}{{ loop.index }}{{ x }}{{ y }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% macro f(a, b='B', c=a) %}{{ a }}{{ b }}{{ c }}{{ d }}{% endmacro %}{% set d = '!' %}{{ f(1) }} {{ f(1, c=3) }} {{ f(b=2, a=1) }} {{ f() }} {{ f(*[7, 8]) }} {{ f(**{'a': 9}) }} {{ (f(1) | length) }}",
    "{% macro outer() %}<{{ caller() }}{{ caller() }}>{% endmacro %}{% call outer() %}in{% endcall %}{% macro each(xs) %}{% for x in xs %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(v) each([1, 2]) %}({{ v }}){% endcall %}",
    "{% filter upper | trim %} abc {{ 'd' }} {% endfilter %}", "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(5) }}", "{% set ns = namespace({'a': 1}, b=2) %}{% set ns.c = ns.a + ns.b %}{{ ns.c }}{{ ns['a'] }}{{ ns.q is defined }}{% macro g() %}{% set ns.a = 10 %}{% endmacro %}{{ g() }}{{ ns.a }}", "{% for i in range(2, 11, 3) %}{{ i }},{% endfor %}{{ range(3, 0, -1) | list }}{{ range(0) | list }}{{ dict(a=1, b=[]) }}",
    # methods
    "{{ ' a b '.strip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'aab'.lstrip('a') }}|{{ 'baa'.rstrip('ab') }}|{{ ' a  b c '.split() }}{{ 'a,b,,c'.split(',') }}{{ 'a,b,c'.split(',', 1) }}{{ 'a b c'.split(none, 1) }}{{ 'a,b,c'.rsplit(',', 1) }}{{ ''.split() }}{{ ''.split(',') }}{{ 'a<x>b<x>c'.split('<x>')[-1] }}",
    "{{ 'hello wORLD it\\'s'.title() }} {{ 'hELLO w'.capitalize() }} {{ 'aB'.upper() }} {{ 'aB'.lower() }} {{ 'abc'.startswith('ab') }} {{ 'abc'.endswith(('x', 'c')) }} {{ 'aXbX'.replace('X', '--') }} {{ 'aXbX'.replace('X', '', 1) }} {{ 'ab'.replace('', '-') }} {{ ', '.join(['a', 'b']) }} {{ '🙂abc'.find('b') }} {{ 'abc'.find('q') }} {{ 'banana'.count('an') }} {{ 'banana'.rfind('an') }}",
    "{{ '12'.isdigit() }} {{ 'a1'.isalpha() }} {{ 'pre-x'.removeprefix('pre-') }} {{ 'x.py'.removesuffix('.py') }} {{ 'a\\nb\\r\\nc'.splitlines() }} {{ [1, 2, 1].count(1) }} {{ ['a', 'b'].index('b') }} {{ 'AB'.isupper() }} {{ ' '.isspace() }}",
    # filters
    "{{ ' x '|trim }}|{{ '--x-'|trim('-') }}|{{ none|trim }}|{{ missing|trim }}|{{ 5|string + 'a' }}|{{ 'a b-c (d'|title }}|{{ 'hELLO'|capitalize }}|{{ 'aXa'|replace('a', 'b', 1) }}|{{ 'x'|safe }}|{{ [1, none, 'a']|join('-') }}|{{ 'abc'|join('.') }}|{{ [{'n': 1}, {'n': 2}]|join(',', attribute='n') }}",
    "{{ missing|default('d') }}{{ none|default('d') }}{{ ''|default('e', true) }}{{ 0|d(1, boolean=true) }}{{ missing|default }}|{{ [3, 1]|first }}{{ [3, 1]|last }}{{ []|first }}|{{ 'ab'|first }}{{ 'ab'|list }}{{ {'a': 1}|list }}{{ 'abc'|reverse }}{{ [1, 2]|reverse|list }}{{ [1, 2, 3]|length }}{{ {'a': 1}|count }}",
    "{{ '42'|int }} {{ '4.9'|int }} {{ 'x'|int }} {{ 'x'|int(7) }} {{ 3.9|int }} {{ '1.5'|float }} {{ 'x'|float }} {{ 2|float }} {{ -3|abs }} {{ -2.5|abs }} {{ 2.5|round }} {{ 3.5|round }} {{ 2.678|round(2) }} {{ 2.1|round(method='ceil') }} {{ 2.9|round(0, 'floor') }} {{ 3|round }} {{ 0.125|round(2) }} {{ true|int }} {{ 2.675|round(2) }}",
    "{{ [3, 1, 2]|sort }}{{ ['b', 'A', 'c']|sort }}{{ ['b', 'A', 'a']|sort(case_sensitive=true) }}{{ [1, 2]|sort(reverse=true) }}{{ [{'k': 2}, {'k': 1}]|sort(attribute='k') }}{{ ['a', 'A', 'b']|unique|list }}{{ [1, 2, 1]|unique|list }}{{ [1, 3, 2]|max }}{{ ['b', 'a']|min }}{{ [1, 2, 3]|sum }}{{ [{'v': 1}, {'v': 2}]|sum(attribute='v') }}{{ [1.5]|sum(start=1) }}",
    "{{ [1, 2, 3]|select('odd')|list }}{{ [1, 2, 3]|reject('odd')|list }}{{ [0, 1]|select|list }}{{ ['a', 'b']|map('upper')|list }}{{ [' a']|map('trim')|map('length')|list }}{{ [{'a': {'b': 1}}]|map(attribute='a.b')|list }}{{ [{}, {'a': 2}]|map(attribute='a', default=0)|list }}{{ [{'a': 1}, {'a': 0}]|selectattr('a')|list }}{{ none|selectattr('a')|list }}{{ [1, 5]|select('>', 2)|list }}{{ [1]|select('in', [1])|list }}{{ 'yes' if []|select else 'no' }}",
    "{{ 'a\\n\\nb\\n'|indent }}|{{ 'a\\nb'|indent(2, true) }}|{{ 'a\\n\\nb'|indent(1, blank=true) }}|{{ 'a\\nb'|indent('> ') }}|{{ ''|indent(2, first=true) }}|",
    "{{ big|tojson }}|{{ big|tojson(indent=2) }}|{{ big|tojson(ensure_ascii=true) }}|{{ big|tojson(separators=(',', ':')) }}|{{ big|tojson(sort_keys=true) }}|{{ (1, 'a')|tojson }}{{ none|tojson }}{{ true|tojson }}{{ {1: 2, none: 3, true: 4, 1.5: 5}|tojson }}{{ '<a href=\"x\">&\\'é🙂'|tojson }}{{ []|tojson(indent=1) }}",
    "{% if false %}{{ 1|no_such_filter }}{{ 1 is no_such_test }}{% endif %}ok", "{{ big.n + 1 }} {{ big.n }} {{ big.f }} {{ big.s }} {{ big.z }} {{ big }}",
]

# Where Jinja fails too, whatever it says.
FAILURES = [
    "{{ missing.a }}", "{{ messages[0].x.y }}", "{{ missing + 'a' }}", "{{ 'a' + 1 }}", "{{ none + 'a' }}", "{{ 1 < 'a' }}", "{{ missing() }}", "{{ 'a'() }}", "{{ 1|no_such_filter }}", "{{ 1 is no_such_test }}", "{{ 1 / 0 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}",
    "{% for i in none %}{% endfor %}", "{% for i in 5 %}{% endfor %}", "{% set a, b = [1] %}", "{{ missing|tojson }}", "{% if %}{% endif %}", "{% if true %}", "{% endif %}", "{{ 1", "{{ }}", "{% set x.y = 1 %}", "{{ 'a", "{# a", "{% nope %}", "{% for %}{% endfor %}", "{{ a b }}", "{{ [1, }}",
    "{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}", "{% macro f(a) %}{% endmacro %}{{ f(b=1) }}", "{% break %}", "{{ [1]|select('odd')|length }}", "{{ 1 in 5 }}", "{{ range(100001) }}", "{{ 'abc'.split('') }}", "{{ documents[1:] }}", "{{ messages[0][1:] }}", "{% set l = [] %}{{ l.append(1) }}", "{{ {[1]: 2} }}", "{{ 5|length }}", "{{ 'x' 'y' 5 }}", "{% for loop in [1] %}{% endfor %}", "{{ f(a=1, 2) }}", "{% macro f(a=1, b) %}{% endmacro %}", "{{ raise_exception('no') }}", "{{ [1, 'a']|sort }}", "{{ ','.join([1]) }}", "{{ 1 is string is true }}", "{{ x!y }}",
]


def case(template, messages, **more):
    values = {"messages": messages, "bos_token": "<s>", "eos_token": "</s>", **more}
    result = {"template": template, "input": values}
    try:
        result["expected"] = environment.from_string(template).render(
            **{"tools": None, "documents": None, "add_generation_prompt": False, **values})
    except Exception as error:  # whatever Python raises on a template's behalf
        result["error"] = str(error) if isinstance(error, TemplateError) and "raise_exception" in template else ""
    return result


def main():
    cases = []
    for template in CHATS:
        for messages in (PLAIN, SYSTEM, CALLS, PARTS):
            cases.append(case(template, messages, add_generation_prompt=messages is not CALLS))
        cases.append(case(template, CALLS, tools=TOOLS, documents=[{"title": "the end", "text": ""}, {"title": "x"}]))
    for template in RULES + FAILURES:
        cases.append(case(template, PLAIN, big=BIG))
    failed = [c["template"] for c in cases if "error" in c and c["template"] in RULES]
    passed = [c["template"] for c in cases if "expected" in c and c["template"] in FAILURES]
    assert not failed and not passed, (failed, passed)
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"jinja2": __version__, "cases": cases}, ensure_ascii=True, separators=(",", ":")) + "\n")
    print(f"{len(cases)} cases of {len(CHATS + RULES + FAILURES)} templates, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
