"""Forms look right without markup of their own, and say what to put right."""

from django import forms
from django.utils.html import escape


class Needs(forms.Form):
    """A form with every kind of control."""

    title = forms.CharField(label="Title", help_text="In one line.")
    why = forms.CharField(label="Why now?", widget=forms.Textarea, required=False)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    trap = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_has_label_hint_and_control_in_this_order():
    shown = str(Needs())
    label, hint, control = (
        shown.index(part) for part in ('<label for="id_title">', 'id="id_title_helptext"', 'name="title"')
    )
    assert label < hint < control


def test_only_optional_fields_say_so():
    shown = str(Needs())
    assert shown.count("(optional)") == 1
    assert shown.index("Why now?") < shown.index("(optional)") < shown.index('name="why"')


def test_radio_buttons_stand_in_a_named_group():
    shown = str(Needs())
    assert "<legend>Size" in shown
    assert '<label class="choice" for="id_size_0">' in shown


def test_a_refused_field_points_to_its_error():
    shown = str(Needs({"size": "s", "agreed": "on"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert shown.index('id="id_title_error"') < shown.index('name="title"')


def test_the_summary_comes_first_takes_the_focus_and_leads_to_each_field():
    shown = str(Needs({"why": "<kept>"}))
    assert shown.startswith(
        '<div class="notice notice--danger" id="errors" role="alert" tabindex="-1" autofocus>'
    )
    assert "3 things to put right" in shown
    for target in ("id_title", "id_size_0", "id_agreed"):
        assert f'<a href="#{target}">' in shown
        assert f'id="{target}"' in shown
    assert escape("<kept>") in shown


def test_a_form_that_is_right_has_no_summary():
    assert "notice" not in str(Needs({"title": "t", "size": "s", "agreed": "on"}))


def test_a_filter_does_not_call_its_fields_optional():
    class Filter(forms.Form):
        marks_optional = False
        q = forms.CharField(required=False)

    assert "optional" not in str(Filter())
