cp -r runners/node /opt/seedmill/
