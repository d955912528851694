"""The AI service: assess, embed."""
