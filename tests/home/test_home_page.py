"""The home page answers."""


def test_home_page_answers(client, home):
    response = client.get("/")
    assert response.status_code == 200
    assert "Skip to content" in response.content.decode()
