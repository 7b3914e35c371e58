"""Staff at work in the admin, as a test drives them."""

from collections import defaultdict

from django.contrib.auth.models import Group, User
from lxml import html


def make_staff(name="ana", group=None, **fields):
    """Somebody of a group; without one, somebody who may do everything."""
    user = User.objects.create_user(name, is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    else:
        user.is_superuser = True
        user.save()
    return user


def form_of(response):
    """The page's form as a browser would send it back untouched."""
    [form] = [form for form in html.fromstring(response.content.decode()).forms if form.method == "POST"][-1:]
    fields = defaultdict(list)
    for name, value in form.form_values():
        # A browser drops the line break that opens a text area; lxml keeps it.
        fields[name].append(value.removeprefix("\n"))
    return fields


def submit(client, address, **changes):
    """Open the form at ``address``, change some fields and send it; ``__`` in a name stands for ``-``."""
    fields = form_of(client.get(address))
    fields.update({name.replace("__", "-"): value for name, value in changes.items()})
    return client.post(address, fields)


def add_rows(form, prefix, *rows):
    """The fields of new rows of an inline, after those it has; ``form`` is what :func:`form_of` gives."""
    first, empty = int(form[f"{prefix}-TOTAL_FORMS"][0]), f"{prefix}-__prefix__-"
    untouched = {name.removeprefix(empty): value for name, value in form.items() if name.startswith(empty)}
    for number, row in enumerate(rows, first):
        form.update({f"{prefix}-{number}-{name}": value for name, value in {**untouched, **row}.items()})
    form[f"{prefix}-TOTAL_FORMS"] = first + len(rows)
    return form


def errors_of(response):
    """The messages of a refused page, by the field they stand at (``""`` for none)."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {
        "" if field == "__all__" else field: " ".join(messages)
        for form in forms
        for field, messages in form.errors.items()
    }


def run_action(client, address, action, rows, **fields):
    chosen = [row.pk for row in rows]
    return client.post(address, {"action": action, "_selected_action": chosen, **fields}, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
